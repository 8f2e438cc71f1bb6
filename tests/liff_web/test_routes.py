"""Every route of the app with the guard that it has, and the headers that every answer carries."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.app import create_app
from bot.settings import Settings
from tests.liff_web.forms import a_reader, sends
from tests.towns import TownUnderTest, a_town

CASE = "/desk/cases/<int(max=999999999):case_id>"
# Who may call it. A new route fails the first test until it stands here, and its guard is tried below.
GUARDS = {
    ("POST", "/webhook"): "signature",
    ("GET", "/healthz"): "anyone",
    ("GET", "/readyz"): "anyone",
    ("GET", "/metrics"): "this machine alone",
    ("POST", "/liff/session"): "id token",
    ("GET", "/liff/"): "shell without session",
    ("GET", "/liff/cases"): "session, followed cases",
    ("GET", "/liff/cases/<case_id>"): "session, followed case",
    ("POST", "/liff/cases/<case_id>/add"): "session, followed case",
    ("POST", "/liff/cases/<case_id>/rate"): "session, own case",
    ("POST", "/liff/cases/<case_id>/confirm"): "session, own case",
    ("POST", "/liff/cases/<case_id>/reopen"): "session, own case",
    ("POST", "/liff/cases/<case_id>/withdraw"): "session, own case",
    ("POST", "/liff/cases/<case_id>/unfollow"): "session, joined case",
    ("POST", "/liff/cases/<case_id>/follow"): "session, case once followed",
    ("GET", "/liff/complaint"): "shell without session",
    ("POST", "/liff/complaint"): "session",
    ("GET", "/liff/complaint/filed/<int(max=999999999):case_id>"): "own case, shell without session",
    ("POST", "/liff/complaint/likely"): "session",
    ("GET", "/liff/complaint/map"): "anyone",
    ("GET", "/liff/p/"): "anyone",
    ("GET", "/liff/p/<signed>"): "anyone",
    ("POST", "/liff/p/<signed>"): "whoever has a sticker of the town",
    ("POST", "/liff/p/<signed>/follow"): "whoever has a sticker of the town",
    ("POST", "/liff/p/<signed>/doubt"): "session or visit, own lamp",
    ("GET", "/liff/p/<signed>/filed/<int(max=999999999):case_id>"): "own case or followed, session or visit",
    ("POST", "/liff/poles/near"): "anyone",
    ("POST", "/liff/poles/suspicious"): "anyone, as a complaint",
    ("POST", "/liff/photos"): "session",
    ("POST", "/liff/photos/remove"): "session",
    ("GET", "/photos/<token>.jpg"): "whoever has the name",
    ("GET", "/photos/<token>.small.jpg"): "whoever has the name",
    ("GET", "/photos/public/<token>.jpg"): "anyone, what an officer made public",
    ("GET", "/photos/public/<token>.small.jpg"): "anyone, what an officer made public",
    ("GET", "/liff/cases/<int(max=999999999):case_id>/photos"): "officers of the case",
    ("GET", "/liff/photos/<int(max=999999999):photo_id>/blur"): "officers of the case",
    ("POST", "/liff/photos/<int(max=999999999):photo_id>/blur"): "officers of the case",
    ("GET", "/liff/desk"): "shell without session",
    ("GET", "/liff/desk/<path:page>"): "shell without session",
    ("GET", CASE): "officers of the case, and who oversees them",
    **{
        ("POST", f"{CASE}/{deed}"): "officers of the case that may act"
        for deed in (
            "accept",
            "begin",
            "assign",
            "type",
            "promise",
            "wait",
            "resume",
            "note",
            "reply",
            "hand-over",
            "pass-on",
            "take-back",
            "decline",
        )
    },
    ("GET", "/desk"): "officers, cases they may see",
    ("POST", "/desk/accept"): "officers that may change cases, of the case",
    ("GET", "/desk/today"): "officers, cases they may see",
    ("GET", "/desk/duty"): "officers, shell without session",
    ("POST", "/desk/duty"): "officers, of themselves; heads, of their division",
    ("POST", "/desk/today/digest"): "heads and who oversees",
    ("GET", "/desk/cases/<int(max=999999999):case_id>/finish"): "officers and readers of the case",
    ("POST", "/desk/cases/<int(max=999999999):case_id>/finish"): "officers of the case",
    ("GET", "/desk/figures"): "officers, cases they may see",
    ("GET", "/desk/figures.csv"): "officers, cases they may see",
    ("GET", "/desk/figures.xlsx"): "officers, cases they may see",
    ("GET", "/desk/figures.pdf"): "officers, cases they may see",
    ("GET", "/desk/figures/places.json"): "officers, cases they may see",
    ("GET", "/desk/poles/stickers"): "officers who look after the poles, heads",
    ("GET", "/desk/poles/stickers.pdf"): "officers who look after the poles, heads",
    ("POST", "/desk/cases/<int(max=999999999):case_id>/merge"): "officers of the case who act",
    ("POST", "/desk/cases/<int(max=999999999):case_id>/unmerge"): "officers of the case who act",
    ("GET", "/desk/lights/tonight"): "officers, cases they may see",
    ("GET", "/desk/lights/at/<signed>"): "officers, cases they may see",
    **{
        ("POST", f"/desk/lights/tonight/<int(max=999999999):case_id>/{deed}"): "officers of the case that may act"
        for deed in ("arrive", "parts", "finish", "wait", "undo")
    },
    ("GET", "/desk/worker.js"): "anyone",
    ("GET", "/desk/lights"): "officers of the lamps' division, and who oversees them",
    ("GET", "/desk/lights/map"): "officers of the lamps' division, and who oversees them",
    ("GET", "/desk/lights/parts.csv"): "officers of the lamps' division, and who oversees them",
    ("GET", "/desk/lights/parts.xlsx"): "officers of the lamps' division, and who oversees them",
    ("GET", "/desk/team"): "officers",
    ("POST", "/desk/team/<int(max=999999999):officer_id>/end"): "heads",
    ("POST", "/desk/team/code"): "heads",
    ("POST", "/desk/team/group-code"): "heads",
    **{
        ("GET", f"/desk/poles{page}"): "officers of the poles, and who oversees them"
        for page in ("", ".csv", ".xlsx", ".geojson", "/new", "/import", "/<code>", "/bind/<signed>")
    },
    **{
        ("POST", f"/desk/poles{deed}"): "officers of the poles who act"
        for deed in (
            "/new",
            "/import",
            "/import/do",
            "/<code>",
            "/<code>/remove",
            "/<code>/back",
            "/<code>/unbind",
            "/bind/<signed>",
        )
    },
    ("GET", "/static/<path:filename>"): "anyone",
}
ANSWERS = {
    "/liff/complaint": 200,
    "/liff/complaint/filed/1": 200,
    "/liff/complaint/map": 200,
    "/liff/p/": 404,
    "/liff/p/unknown": 404,
    "/liff/p/unknown/filed/1": 404,
    "/healthz": 200,
    "/liff/": 200,
    "/photos/unknown.jpg": 404,
    "/photos/public/unknown.jpg": 404,
    "/liff/cases/1/photos": 200,
    "/liff/photos/1/blur": 200,
    "/static/nothing.css": 404,
    "/static/../app.py": 404,
    "/nowhere": 404,
    "/webhook": 405,
    "/liff/session": 405,
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The web of a town in which nothing happens."""
    with a_town(tmp_path_factory.mktemp("town")) as quiet:
        yield quiet.web


def _routes(town: TownUnderTest) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for rule in town.web.application.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }


def test_every_route_has_a_guard_that_is_written_down(town: TownUnderTest) -> None:
    assert _routes(town) == set(GUARDS)


def test_what_needs_a_signature_or_a_token_does_nothing_without_one(town: TownUnderTest) -> None:
    refused = {
        rule: town.web.open(rule, method=method, json={}).status_code
        for (method, rule), guard in GUARDS.items()
        if guard in ("signature", "id token")
    }
    assert refused == {"/webhook": 401, "/liff/session": 400}


def test_what_needs_a_session_does_nothing_without_one(town: TownUnderTest) -> None:
    refused = {
        (method, rule): town.web.open(rule, method=method, data={}).status_code
        for (method, rule), guard in GUARDS.items()
        if guard == "session"
    }
    assert refused == dict.fromkeys(refused, 401)


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_carries_the_headers(web: FlaskClient, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == ANSWERS[path]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "base-uri 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["Cache-Control"] in ("no-store", "no-cache")


def test_under_the_simulator_its_page_may_frame_ours_and_lines_script_is_not_loaded(town: TownUnderTest) -> None:
    answer = town.web.get("/liff/")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "line-scdn" not in answer.headers["Content-Security-Policy"] + answer.get_data(as_text=True)
    assert "Strict-Transport-Security" not in answer.headers


def test_with_line_itself_nobody_frames_our_pages_and_only_lines_script_is_let_in(
    town: TownUnderTest, tmp_path: Path
) -> None:
    given = {
        name.upper(): value
        for name, value in town.settings.model_dump(exclude={"line_api_url"}, exclude_none=True).items()
    }
    secrets = {name.upper(): getattr(town.settings, name).get_secret_value() for name in _SECRETS}
    plain = {name: str(value) for name, value in given.items()}
    settings = Settings.from_environment(plain | secrets | {"BASE_URL": "https://line.town.example"})
    app = create_app(settings, town.engine, town.clock)
    answer = app.test_client().get("/liff/")

    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self' https://static.line-scdn.net;" in policy
    assert "connect-src 'self' https://api.line.me https://liffsdk.line-scdn.net;" in policy
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert 'src="https://static.line-scdn.net/liff/edge/2/sdk.js"' in answer.get_data(as_text=True)
    assert app.config["SESSION_COOKIE_SECURE"] is True


def test_the_maps_pictures_are_let_in_from_the_towns_own_server_alone(town: TownUnderTest) -> None:
    assert "img-src 'self' data: blob:;" in town.web.get("/liff/").headers["Content-Security-Policy"]
    town.settings = town.settings.model_copy(update={"tile_url": "https://{s}.tiles.town.example/{z}/{x}/{y}.png"})
    town.starts()
    policy = town.web.get("/liff/").headers["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://*.tiles.town.example;" in policy


_SECRETS = ("line_channel_secret", "line_channel_access_token", "secret_key", "qr_keys")


def test_no_page_carries_a_script_or_a_style_of_its_own(town: TownUnderTest) -> None:
    a_reader(town)
    pages = ("/liff/", "/liff/complaint", sends(town, words="มีคนเจ็บ").headers["Location"])
    page = "".join(town.web.get(path).get_data(as_text=True) for path in pages)
    assert all("src=" in tag.split(">")[0] for tag in page.split("<script")[1:])
    assert "<style" not in page
    assert " style=" not in page
