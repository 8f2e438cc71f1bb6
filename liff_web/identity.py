"""Who is reading: an ID token that LINE has verified, once, and from then on a session of our own."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, request, session

from handlers.streetlights.passing_by import goes_on_in_line
from models.database import Database
from models.person import Language, Person, person_of
from models.thai import clean
from notifications.line import LineUnavailable
from notifications.login import Login, TokenRefused

PERSON_ID = "person_id"
# Somebody without LINE who told something on this visit (`liff_web.passers_by`). It opens nothing here.
PASSER_BY_ID = "passer_by_id"
LONGEST_TOKEN, LONGEST_BODY = 8192, 16 * 1024


def reader(database: Database) -> Person | None:
    """The person whose session this is, read anew each time; None without one, or after erasure."""
    person_id = session.get(PERSON_ID)
    if not isinstance(person_id, int):
        return None
    with database.read() as rows:
        person = rows.get(Person, person_id)
    return person if person is not None and person.line_user_id is not None else None


def _given_token() -> str | None:
    """What could be an ID token in this request's JSON; None for anything else that strangers send."""
    request.max_content_length = LONGEST_BODY
    try:
        given = request.get_json(silent=True)
    except RecursionError:
        return None
    token = given.get("id_token") if isinstance(given, dict) else None
    is_possible = isinstance(token, str) and token.isascii() and 0 < len(token) <= LONGEST_TOKEN
    return token if is_possible else None


def identity_pages(database: Database, login: Login, clock: Callable[[], datetime]) -> Blueprint:
    """`POST /liff/session`: JSON only, so that no other site's form can send it."""
    pages = Blueprint("identity", __name__)

    @pages.post("/liff/session")
    def begin_session() -> Response:
        token = _given_token()
        if token is None:
            return Response(status=400)
        try:
            logged_in = login.verify(token)
        except TokenRefused:
            return Response(status=401)
        except LineUnavailable:
            return Response(status=503)
        with database.begin() as rows:
            person = person_of(rows, logged_in.user_id, clock())
            person.display_name = person.display_name or clean(logged_in.name)[:200] or None
            if person.looked_up_at is None:  # LINE has not told their language: their browser may
                person.language = Language(request.accept_languages.best_match(list(Language), person.language))
            before = session.get(PASSER_BY_ID)
            if isinstance(before, int):
                goes_on_in_line(rows, before, person, clock())
        session.clear()
        session[PERSON_ID] = person.key
        session.permanent = True
        return Response(status=204)

    return pages
