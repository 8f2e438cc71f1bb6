"""How long somebody waits who hands in the form: from its last byte to where they are sent next."""

from http.client import HTTPConnection
from time import perf_counter
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from benchmarks.bench import Bench, SomethingIsMissing
from benchmarks.processes import Server, line_stand_in, server
from benchmarks.readings import percentile
from benchmarks.shelf import filled
from liff_web.identity import PERSON_ID

SUBJECT = "Filing by form"
NOTE = """Somebody else each time hands in the form with words, a type and a pin, without photos, where 100,000 cases are on the
shelf already; one after the other over HTTP, the worker at its own work meanwhile (`serve`) or in no process at all (`web`).
*cpu*: all that the process used, with the work of `serve` for the answers."""
ON_THE_SHELF, FILED, WARMED_UP_BY = 100_000, 500, 50
SEE_OTHER = 303
# About a hundred metres, as far as no two holes in a road are taken for one.
APART_DEGREES, APART_IN_A_ROW = 0.001, 40


def filing(bench: Bench) -> None:
    """One round. Raises SomethingIsMissing if a form is not taken."""
    shelf = filled(bench.databases.new(bench.folder), ON_THE_SHELF)
    with line_stand_in() as line:
        first = 1
        for role in ("web", "serve"):
            with server(role, bench.folder, shelf.url, line.url) as town:
                for person in range(first, first + WARMED_UP_BY):
                    _hand_in(town, person)
                first, cpu_before = first + WARMED_UP_BY, town.cpu_s()
                took_ms = [_hand_in(town, person) for person in range(first, first + FILED)]
                first, cpu_s = first + FILED, town.cpu_s() - cpu_before
            figures = {f"p{percent}_ms": percentile(took_ms, percent) for percent in (50, 95, 99)}
            bench.add(SUBJECT, role, FILED, **figures, cpu_ms_a_form=cpu_s * 1000 / FILED)


def _hand_in(town: Server, person_id: int) -> float:
    """Milliseconds until the answer."""
    fields = {
        "key": str(uuid4()),
        "type": "road",
        "words": "ถนนหน้าโรงเรียนเป็นหลุมลึก",
        "named": "yes",
        "source": "page_map",
        "decided": "keep_here",
        "accuracy": "20",
    }
    # Each somewhere else, else the second would be asked whether it is the same as the first.
    north, east = divmod(person_id, APART_IN_A_ROW)
    body = urlencode({**fields, "latitude": 18.63 + north * APART_DEGREES, "longitude": 99.03 + east * APART_DEGREES})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "Cookie": f"session={session_cookie(town, person_id)}",
    }
    connection = HTTPConnection("127.0.0.1", town.port, timeout=20)
    try:
        connection.connect()
        began = perf_counter()
        connection.request("POST", "/liff/complaint", body, headers)
        answer = connection.getresponse()
        answer.read()
        took_ms = (perf_counter() - began) * 1000
    finally:
        connection.close()
    if answer.status != SEE_OTHER:
        raise SomethingIsMissing(f"a form was answered {answer.status}")
    return took_ms


def session_cookie(town: Server, person_id: int) -> str:
    """A session of that person, as the town itself would have begun it."""
    app = Flask(__name__)
    app.secret_key = town.environ["SECRET_KEY"]
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps({PERSON_ID: person_id, "_permanent": True}))
