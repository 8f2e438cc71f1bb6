"""Whether what people see at once stays as quick when there are a hundred times as many cases."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import timedelta
from time import perf_counter

from sqlalchemy import text
from sqlmodel import Session, col, select

from benchmarks.bench import Bench
from benchmarks.readings import percentile
from benchmarks.shelf import FIRST_AT, LASTS_S, Shelf, filled
from models.case import IS_OPEN, Case
from models.database import Database
from models.follower import page_of_cases
from models.geography import Point
from models.nearby import open_cases_near

SUBJECT = "Cases on the shelf"
NOTE = """Three years of cases, 97% of them closed, of all types of the catalogue, 250 to a village, by people with 1 to
200 each; one process asks, one question after the other, always for somebody else. *near*: open cases of a type, filed in
the last half of the time, within 150 m of one that is there. *my cases*: the newest ten of those that one follows, and
every fifth has a neighbour who joined; *a late page*: the ten after the fortieth. *times as long*: as with the fewest
cases, by the median; the databases are asked in turn, so that whatever else the machine does falls on all of them."""
SIZES, QUICK_SIZES = (10_000, 100_000, 1_000_000), (10_000, 100_000)
ROUNDS, ASKED, WARMED_UP_BY = 3, 500, 50
PAGE, LATE, NEAR_M = 10, 40, 150
NEAR_SINCE = FIRST_AT + timedelta(seconds=LASTS_S / 2)

Question = Callable[[Session, int], object]


def old_cases(bench: Bench, *, is_quick: bool) -> None:
    """Fill a database for each size, and ask each of them everything in three rounds."""
    with ExitStack() as stack:
        asked: list[tuple[int, Database, dict[str, Question]]] = []
        for size in QUICK_SIZES if is_quick else SIZES:
            shelf = filled(bench.databases.new(bench.folder), size)
            database = stack.enter_context(closing(Database(shelf.url)))
            asked.append((size, database, _questions(database, shelf)))
        for name in asked[0][2]:
            for _ in range(ROUNDS):
                _round(bench, name, [(size, database, questions[name]) for size, database, questions in asked])


def _round(bench: Bench, name: str, asked: list[tuple[int, Database, Question]]) -> None:
    took_ms: dict[int, list[float]] = {size: [] for size, _, _ in asked}
    for turn in range(-WARMED_UP_BY, ASKED):
        for size, database, question in asked:
            began = perf_counter()
            with database.read() as session:
                question(session, turn % ASKED)
            if turn >= 0:
                took_ms[size].append((perf_counter() - began) * 1000)
    least = percentile(took_ms[asked[0][0]], 50)
    for size, each in took_ms.items():
        p50, p95 = percentile(each, 50), percentile(each, 95)
        bench.add(SUBJECT, f"{name}, {size:,} cases", len(each), p50_ms=p50, p95_ms=p95, times_as_long=p50 / least)


def _questions(database: Database, shelf: Shelf) -> dict[str, Question]:
    with database.read() as session:
        late = [_late(session, shelf.reporter(turn)) for turn in range(ASKED)]
        places = _places(session)
    return {
        "near": lambda session, turn: open_cases_near(session, *places[turn % len(places)], NEAR_M, NEAR_SINCE, PAGE),
        "my cases": lambda session, turn: page_of_cases(session, shelf.reporter(turn), PAGE),
        "a late page": lambda session, turn: page_of_cases(session, shelf.reporter(turn), PAGE, before=late[turn]),
    }


def _late(session: Session, person_id: int) -> int | None:
    """The last case of somebody's fourth page."""
    earlier = page_of_cases(session, person_id, LATE)
    return earlier[-1].key if earlier else None


def _places(session: Session) -> list[tuple[str, Point]]:
    """Types of open cases and where they are, from all over the shelf."""
    scattered = text("CAST(id AS BIGINT) * 7919 % 1000003")
    columns = select(Case.type_code, Case.latitude, Case.longitude)
    query = columns.where(text(IS_OPEN), col(Case.filed_at) >= NEAR_SINCE).order_by(scattered).limit(ASKED)
    return [
        (code, Point(latitude, longitude))
        for code, latitude, longitude in session.exec(query)
        if latitude is not None and longitude is not None
    ]
