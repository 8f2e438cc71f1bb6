"""Headers that every answer carries: nothing runs that isn't ours or LINE's, and no page is framed by strangers."""

from urllib.parse import urlsplit

from flask import Flask, Response

LINE_SCRIPT, LINE_CALLS = "https://static.line-scdn.net", "https://api.line.me https://liffsdk.line-scdn.net"


def set_headers(app: Flask, *, simulated: bool, tile_url: str | None) -> None:
    """Add the headers to every answer. Under the simulator LINE's hosts are not needed, and its page frames ours.

    `tile_url`: where the map gets its pictures, if it has any.
    """
    tiles = f" {_host(tile_url)}" if tile_url else ""
    script, calls = ("", "") if simulated else (f" {LINE_SCRIPT}", f" {LINE_CALLS}")
    framed_by = "'self'" if simulated else "'none'"
    policy = (
        f"default-src 'none'; script-src 'self'{script}; style-src 'self'; img-src 'self' data: blob:{tiles}; font-src 'self'; "
        f"connect-src 'self'{calls}; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framed_by}"
    )

    @app.after_request
    def add(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", policy)
        answer.headers.setdefault("X-Content-Type-Options", "nosniff")
        answer.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        answer.headers.setdefault("Cache-Control", "no-store")
        if not simulated:
            answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return answer


def _host(tile_url: str) -> str:
    """The server of the pictures, as a policy names it; map servers spread over several names by {s}."""
    url = urlsplit(tile_url)
    return f"{url.scheme}://{url.netloc.replace('{s}', '*')}"
