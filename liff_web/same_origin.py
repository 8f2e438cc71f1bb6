"""What changes something must come from our own pages: a session's cookie alone does not say who filled in the form."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from content.office import Office

PAGES = ("/liff/", "/desk")
READS = {"GET", "HEAD", "OPTIONS"}


def guard_forms(app: Flask, office: Office) -> None:
    """Refuse (403) whatever another site sends to our pages, before anything of it is read."""

    @app.before_request
    def refuse_other_sites() -> Response | None:
        if request.method in READS or not request.path.startswith(PAGES) or comes_from_our_pages(office.base_url):
            return None
        sentence = office.says_in("th")("pages.not_from_here", phone=office.town.phone)
        return Response(sentence, status=403, mimetype="text/plain")


def comes_from_our_pages(base_url: str) -> bool:
    """Whether the browser says that one of our pages sent this request.

    What a browser says best counts alone: Sec-Fetch-Site, which no page can write; old phones send Origin, very old
    ones Referer. Who says nothing at all is no browser, and has no form to send.
    """
    said = request.headers
    if "Sec-Fetch-Site" in said:
        return said["Sec-Fetch-Site"] == "same-origin"
    return _origin(said.get("Origin") or said.get("Referer", "")) in (base_url, request.host_url.rstrip("/"))


def _origin(address: str) -> str:
    try:
        url = urlsplit(address)
    except ValueError:  # an odd host
        return ""
    return f"{url.scheme}://{url.netloc}"
