"""Whether the officers' queue opens as quickly when the town has a hundred times as many cases."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from time import perf_counter
from urllib.parse import quote

from sqlalchemy import create_engine, text

from benchmarks.bench import Bench, SomethingIsMissing
from benchmarks.filing import session_cookie
from benchmarks.processes import Server, line_stand_in, server
from benchmarks.readings import percentile
from benchmarks.shelf import filled

SUBJECT = "The queue"
NOTE = """Whole pages of the desk over HTTP, one after the other, from a process of its own (`web`), for an officer whose
division has all cases (3% of them open, each with its words and its first step), or for an executive (*of all*). *nothing
fits*: a search for what is nowhere, which looks through a thousand cases; *live*: an open desk asks whether anything has
changed, and nothing has. *times as long*: as with the fewest cases, by the median; both towns are asked in turn."""
SIZES, QUICK_SIZES = (10_000, 1_000_000), (10_000, 50_000)
ASKED, WARMED_UP_BY = 200, 20
OFFICER, EXECUTIVE = 1, 2
# What cases have besides: somebody's words, a first step; and who looks at them.
BESIDES = (
    """INSERT INTO case_note (case_id, kind, person_id, words, written_at)
    SELECT id, 'complaint', reporter_id, 'น้ำท่วมขังหน้าบ้านเลขที่ ' || id || ' มาหลายวันแล้ว รถผ่านไม่ได้', filed_at FROM "case" """,
    """INSERT INTO case_change (case_id, at, step, to_status, division)
    SELECT id, filed_at, 'filed', 'new', division FROM "case" """,
    """INSERT INTO officer (person_id, division, role, public_name, enrolled_at)
    SELECT id, 'public_works', CASE id WHEN 1 THEN 'officer' ELSE 'executive' END, 'x', first_seen_at
    FROM person WHERE id <= 2 ORDER BY id""",
    """UPDATE "case" SET officer_id = 1 WHERE id IN
    (SELECT id FROM "case" WHERE status = 'accepted' ORDER BY id DESC LIMIT 40)""",
)
WORDS = quote("น้ำท่วม")
PAGES = {
    "new": (OFFICER, "/desk?tab=new"),
    "new, of all": (EXECUTIVE, "/desk?tab=new"),
    "mine": (OFFICER, "/desk?tab=mine"),
    "late": (OFFICER, "/desk?tab=late"),
    "late, of all": (EXECUTIVE, "/desk?tab=late"),
    "on hold": (OFFICER, "/desk?tab=waiting"),
    "open": (OFFICER, "/desk?tab=open"),
    "done": (OFFICER, "/desk?tab=done"),
    "done, of all": (EXECUTIVE, "/desk?tab=done"),
    "words": (OFFICER, f"/desk?tab=open&words={WORDS}"),
    "words, done": (OFFICER, f"/desk?tab=done&words={WORDS}"),
    "nothing fits": (OFFICER, f"/desk?tab=open&words={quote('ไม่มีคำนี้')}"),
    "nothing fits, done": (OFFICER, f"/desk?tab=done&words={quote('ไม่มีคำนี้')}"),
    "type": (OFFICER, "/desk?tab=open&type=road"),
    "type and age": (OFFICER, "/desk?tab=open&type=road&older=30"),
    "a late page": (OFFICER, ""),
    "today": (OFFICER, "/desk/today"),
    "today, of all": (EXECUTIVE, "/desk/today"),
}
LATE_PAGE = 5
NOT_MODIFIED = 304


@dataclass
class Desk:
    """A town's desk, asked over one connection, as a browser does."""

    cases: int
    town: Server
    connection: HTTPConnection

    def asks(self, person: int, path: str, state: str = "") -> tuple[float, int, str]:
        """Milliseconds, status, and what was answered."""
        headers = {"Cookie": f"session={session_cookie(self.town, person)}", "If-None-Match": f'"{state}"'}
        began = perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        took_ms = (perf_counter() - began) * 1000
        if answer.status not in (200, NOT_MODIFIED):
            raise SomethingIsMissing(f"{path} was answered {answer.status}")
        return took_ms, answer.status, body.decode()

    def late_page(self) -> str:
        """The address of a page far down."""
        path = "/desk?tab=open"
        for _ in range(LATE_PAGE):
            further = re.search(r'id="further" href="(?:\./)?(desk[^"]*)"', self.asks(OFFICER, path)[2])
            if further:
                path = f"/{unescape(further[1])}"
        return path


def queue(bench: Bench, *, is_quick: bool) -> None:
    """Fill a town for each size, and ask each of them for every page in turn."""
    with ExitStack() as stack:
        line = stack.enter_context(line_stand_in())
        sizes = QUICK_SIZES if is_quick else SIZES
        desks = [stack.enter_context(_desk(bench, size, line.url)) for size in sizes]
        late = [desk.late_page() for desk in desks]
        for name, (person, path) in PAGES.items():
            took_ms: list[list[float]] = [[] for _ in desks]
            for turn in range(-WARMED_UP_BY, ASKED):
                for n, desk in enumerate(desks):
                    took, _, _ = desk.asks(person, path or late[n])
                    took_ms[n] += [took] if turn >= 0 else []
            _keep(bench, name, desks, took_ms)
        _keep(bench, "live", desks, [[_live(desk) for _ in range(ASKED)] for desk in desks])


def _live(desk: Desk) -> float:
    """How long it takes to be told that nothing has changed."""
    while True:  # a minute may have begun in between
        _, _, page = desk.asks(OFFICER, "/desk?tab=new&only=lines")
        state = re.findall(r'data-state="(\w+)"', page)[0]
        took, status, _ = desk.asks(OFFICER, "/desk?tab=new&only=lines", state)
        if status == NOT_MODIFIED:
            return took


def _keep(bench: Bench, name: str, desks: list[Desk], took_ms: list[list[float]]) -> None:
    least = percentile(took_ms[0], 50)
    for desk, each in zip(desks, took_ms, strict=True):
        p50, p95 = percentile(each, 50), percentile(each, 95)
        case = f"{name}, {desk.cases:,} cases"
        bench.add(SUBJECT, case, len(each), p50_ms=p50, p95_ms=p95, times_as_long=p50 / least)


@contextmanager
def _desk(bench: Bench, cases: int, line_url: str) -> Iterator[Desk]:
    shelf = filled(bench.databases.new(bench.folder), cases)
    engine = create_engine(shelf.url)
    with engine.begin() as filling:
        for statement in BESIDES:
            filling.execute(text(statement))
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as tidying:
        if tidying.dialect.name == "postgresql":
            tidying.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    with server("web", bench.folder, shelf.url, line_url) as town:
        connection = HTTPConnection("127.0.0.1", town.port, timeout=60)
        try:
            yield Desk(cases, town, connection)
        finally:
            connection.close()
