"""Who is reading a page: only an ID token that LINE has verified begins a session, and erasure ends it."""

import base64
import json
from datetime import timedelta
from typing import Any

from sqlmodel import Session, func, select

from content.texts import Texts
from handlers.erasure import erase
from handlers.turn import Moment
from models.person import Person, find_person
from simulator import Person as Phone
from simulator.login_api import Login
from tests.towns import SECRET, TownUnderTest

SAY = Texts("th")
SIGNED_IN = SAY("pages.signed_in", name="สมชาย")


def _begins(town: TownUnderTest, token: object) -> int:
    return town.web.post("/liff/session", json={"id_token": token}).status_code


def _cookie(town: TownUnderTest) -> str | None:
    cookie = town.web.get_cookie("session")
    return cookie.value if cookie else None


def _people(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Person)).one()


def _forged(token: str, **claims: Any) -> str:
    """The token with other claims under the old signature."""
    head, body, signature = token.split(".")
    told = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(told | claims).encode()).rstrip(b"=").decode()
    return f"{head}.{forged}.{signature}"


def test_a_page_is_a_shell_without_a_session(town: TownUnderTest) -> None:
    page = town.web.get("/liff/").get_data(as_text=True)
    assert 'name="liff-id" content="1234567890-AbcdEfgh"' in page
    assert "data-session-wait" in page
    assert SAY("pages.go_to_chat") not in page


def test_a_verified_token_begins_a_session_for_that_person(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    assert _begins(town, town.line.id_token(somchai)) == 204
    page = town.web.get("/liff/").get_data(as_text=True)
    assert SIGNED_IN in page
    assert "liff-id" not in page
    with town.session() as session:
        assert _people(session) == 1


def test_somebody_who_never_wrote_is_known_after_it(town: TownUnderTest) -> None:
    malee = town.line.person("malee", "มาลี\0\u202e")
    assert _begins(town, town.line.id_token(malee)) == 204
    with town.session() as session:
        person = find_person(session, malee.user_id)
    assert person is not None
    assert person.display_name == "มาลี"


def test_somebody_who_never_wrote_reads_the_language_of_their_browser(town: TownUnderTest) -> None:
    emma = town.line.person("emma", "Emma")
    town.web.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en;q=0.9"
    assert _begins(town, town.line.id_token(emma)) == 204
    with town.session() as session:
        person = find_person(session, emma.user_id)
    assert person is not None
    assert person.language == "en"


def test_a_session_is_a_cookie_that_no_script_reads_and_no_other_site_sends(town: TownUnderTest) -> None:
    answer = town.web.post("/liff/session", json={"id_token": town.line.id_token(town.line.person("a", "ก"))})
    cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Expires=" in cookie


def test_a_token_that_line_refuses_begins_nothing(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    good = town.line.id_token(somchai)
    refused = {
        "forged": good[:-2] + ("aa" if good[-2:] != "aa" else "bb"),
        "another person": _forged(good, sub="U" + "1" * 32),
        "another channel": Login(town.clock, "9999999999", SECRET).id_token(somchai.user_id, "สมชาย"),
        "another secret": Login(town.clock, town.line.login_channel_id, "x").id_token(somchai.user_id, "สมชาย"),
        "unsigned": good.rpartition(".")[0] + ".",
        "words": "not.a.token",
    }
    assert {name: _begins(town, token) for name, token in refused.items()} == dict.fromkeys(refused, 401)
    town.clock.passes(seconds=3600)
    assert _begins(town, good) == 401, "expired"
    assert _cookie(town) is None


def test_what_is_no_token_is_refused_without_asking_line(town: TownUnderTest) -> None:
    no_tokens: list[object] = [None, "", 7, True, [], {}, "ก" * 20, "\ud800", "a" * 8193]
    for token in no_tokens:
        assert _begins(town, token) == 400, token
    assert not [call for call in town.line.calls if call.path.startswith("/oauth2")]


def test_a_form_of_another_site_begins_nothing(town: TownUnderTest) -> None:
    token = town.line.id_token(town.resident("somchai", "สมชาย"))
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        for body in (json.dumps({"id_token": token}), f"id_token={token}"):
            assert town.web.post("/liff/session", data=body, content_type=kind).status_code == 400, kind
    assert _cookie(town) is None


def test_a_body_that_is_not_our_json_is_refused(town: TownUnderTest) -> None:
    for body in (b"", b"{", b"[]", b"null", b'"token"', b"\xff\xfe", b"[" * 10_000):
        answer = town.web.post("/liff/session", data=body, content_type="application/json")
        assert answer.status_code == 400, body[:9]


def test_a_huge_body_is_refused_unread(town: TownUnderTest) -> None:
    body = b'{"id_token": "' + b"a" * 100_000 + b'"}'
    assert town.web.post("/liff/session", data=body, content_type="application/json").status_code == 413


def test_when_line_is_away_the_page_is_told_to_come_back(town: TownUnderTest) -> None:
    token = town.line.id_token(town.resident("somchai", "สมชาย"))
    faults: list[dict[str, Any]] = [{"status": 500}, {"reset": True}, {"lost_answer": True}, {"rate_limited": True}]
    for fault in faults:
        town.line.faults.add("verify", times=1, **fault)
        assert _begins(town, token) == 503, fault
    assert _cookie(town) is None
    assert _begins(town, token) == 204


def test_a_refused_token_leaves_no_new_person_behind(town: TownUnderTest) -> None:
    _begins(town, "not.a.token")
    with town.session() as session:
        assert _people(session) == 0


def test_an_erased_persons_session_ends_at_once(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    _begins(town, town.line.id_token(somchai))
    with town.engine.database.begin() as session:
        person = find_person(session, somchai.user_id)
        assert person is not None
        erase(Moment(session, town.engine.office, town.clock()), person)
    page = town.web.get("/liff/").get_data(as_text=True)
    assert SIGNED_IN not in page
    assert "liff-id" in page


def test_a_session_that_was_tampered_with_or_outlived_is_none(town: TownUnderTest) -> None:
    _begins(town, town.line.id_token(_somchai(town)))
    good = _cookie(town)
    assert good is not None
    town.web.set_cookie("session", good[:-3] + "abc")
    assert SIGNED_IN not in town.web.get("/liff/").get_data(as_text=True)
    assert town.web.application.permanent_session_lifetime == timedelta(hours=2)


def test_a_second_login_takes_the_place_of_the_first(town: TownUnderTest) -> None:
    _begins(town, town.line.id_token(_somchai(town)))
    _begins(town, town.line.id_token(town.resident("malee", "มาลี")))
    page = town.web.get("/liff/").get_data(as_text=True)
    assert SAY("pages.signed_in", name="มาลี") in page
    assert SIGNED_IN not in page


def test_markup_in_a_name_stays_text(town: TownUnderTest) -> None:
    _begins(town, town.line.id_token(town.resident("mallory", "<script>alert(1)</script>")))
    page = town.web.get("/liff/").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def _somchai(town: TownUnderTest) -> Phone:
    return town.resident("somchai", "สมชาย")
