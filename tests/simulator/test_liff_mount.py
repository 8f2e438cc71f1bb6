"""The bot's pages below `/sim/as/<person>/`, fetched over real sockets from a bot that tells what it got."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from flask import Flask, Response, jsonify, redirect, request
from werkzeug.serving import make_server

from simulator import Line, Person


def telling_bot() -> Flask:
    app = Flask(__name__, static_folder=None)

    @app.route("/liff/<path:path>", methods=["GET", "POST"])
    def page(path: str) -> Response:
        told = jsonify(
            method=request.method, path=request.path, query=request.query_string.decode(), host=request.host,
            type=request.content_type, body=request.get_data(as_text=True), cookies=request.cookies,
        )  # fmt: skip
        told.set_cookie("session", path)
        return told

    @app.get("/leaves")
    def leave() -> Any:
        return redirect(f"{request.host_url}liff/there")

    return app


@pytest.fixture
def bot_url(line: Line) -> Iterator[str]:
    """Where the bot listens; the phones know it too."""
    server = make_server("127.0.0.1", 0, telling_bot(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    line.deliveries.webhook_url = f"http://127.0.0.1:{server.server_port}/webhook"
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("somchai")
def test_a_post_reaches_the_bot_as_it_was_sent(line: Line, bot_url: str) -> None:
    answer = requests.post(
        f"{line.url}/sim/as/somchai/liff/ถนน%20ใหญ่?q=%E0%B8%81&q=2",
        data=b'{"words": 1}', headers={"Content-Type": "application/json"}, cookies={"session": "old"}, timeout=5,
    )  # fmt: skip
    assert answer.json() == {
        "method": "POST", "path": "/liff/ถนน ใหญ่", "query": "q=%E0%B8%81&q=2", "host": bot_url.removeprefix("http://"),
        "type": "application/json", "body": '{"words": 1}', "cookies": {"session": "old"},
    }  # fmt: skip


@pytest.mark.usefixtures("bot_url", "somchai")
def test_two_phones_in_one_browser_keep_their_own_cookies(line: Line) -> None:
    line.person("malee")
    browser = requests.Session()
    for slug in ("somchai", "malee"):
        browser.get(f"{line.url}/sim/as/{slug}/liff/{slug}", timeout=5)
    for slug in ("somchai", "malee"):
        told = browser.get(f"{line.url}/sim/as/{slug}/liff/again", timeout=5).json()
        assert told["cookies"] == {"session": slug}


@pytest.mark.usefixtures("bot_url", "somchai")
def test_a_redirect_is_left_to_the_page(line: Line) -> None:
    answer = requests.get(f"{line.url}/sim/as/somchai/leaves", timeout=5, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sim/as/somchai/liff/there")


@pytest.mark.usefixtures("bot_url", "somchai")
@pytest.mark.parametrize("slug", ["nobody", "public_works"])
def test_only_people_open_pages(line: Line, slug: str) -> None:
    line.group("กองช่าง", slug="public_works")
    for path in ("", "liff/x", "sim-id-token"):
        assert requests.get(f"{line.url}/sim/as/{slug}/{path}", timeout=5).status_code == 404


@pytest.mark.usefixtures("bot_url", "somchai")
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Host": "town.example"}])
@pytest.mark.parametrize("path", ["liff/x", "sim-id-token"])
def test_other_sites_get_neither_pages_nor_identities(line: Line, path: str, headers: dict[str, str]) -> None:
    answer = requests.get(f"{line.url}/sim/as/somchai/{path}", headers=headers, timeout=5)
    assert answer.status_code == 403


def test_the_identity_is_one_that_line_verifies(line: Line, somchai: Person) -> None:
    token = requests.get(f"{line.url}/sim/as/somchai/sim-id-token", timeout=5).json()["id_token"]
    form = {"id_token": token, "client_id": line.login_channel_id}
    claims = requests.post(f"{line.url}/oauth2/v2.1/verify", data=form, timeout=5).json()
    assert (claims["sub"], claims["name"]) == (somchai.user_id, "สมชาย")


@pytest.mark.usefixtures("bot_url", "somchai")
def test_in_another_browser_there_is_no_identity_before_line_login(line: Line) -> None:
    phone, browser = f"{line.url}/sim/as/somchai", requests.Session()
    away = browser.get(f"{phone}/sim-outside/liff/x?a=b", timeout=5, allow_redirects=False)
    assert away.headers["Location"] == "/sim/as/somchai/liff/x"
    assert browser.get(f"{phone}/sim-id-token", timeout=5).json() == {"id_token": None, "in_client": False}
    login = browser.get(f"{phone}/sim-login", params={"to": f"{phone}/liff/x"}, timeout=5)
    assert 'href="/sim/as/somchai/liff/x"' in login.text
    told = browser.get(f"{phone}/sim-id-token", timeout=5).json()
    assert told["id_token"].count(".") == 2
    assert told["in_client"] is False
    assert requests.get(f"{phone}/sim-id-token", timeout=5).json()["in_client"] is True


@pytest.mark.usefixtures("somchai")
@pytest.mark.parametrize("to", ["https://evil.example/sim/", "/sim/as/malee/liff/", "//evil.example", ""])
def test_line_login_leads_nowhere_but_back(line: Line, to: str) -> None:
    login = requests.get(f"{line.url}/sim/as/somchai/sim-login", params={"to": to}, timeout=5)
    assert 'href="/sim/as/somchai/"' in login.text


@pytest.mark.usefixtures("somchai")
@pytest.mark.parametrize("webhook_url", [None, "http://127.0.0.1:9/webhook"])
def test_a_bot_that_is_not_there_is_said_in_thai(line: Line, webhook_url: str | None) -> None:
    line.deliveries.webhook_url = webhook_url
    answer = requests.get(f"{line.url}/sim/as/somchai/liff/", timeout=5)
    assert answer.status_code == 502
    assert "ยังติดต่อบอตไม่ได้" in answer.content.decode()
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("somchai")
def test_a_bot_under_a_name_that_is_not_this_machines_is_not_asked(line: Line, bot_url: str) -> None:
    assert requests.get(f"{line.url}/sim/as/somchai/liff/x", timeout=5).status_code == 200
    line.deliveries.webhook_url = bot_url.replace("127.0.0.1", "0.0.0.0")  # it would answer there too
    assert requests.get(f"{line.url}/sim/as/somchai/liff/x", timeout=5).status_code == 502
