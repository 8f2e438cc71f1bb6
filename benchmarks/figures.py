"""Whether the officers' figures stay as quick to read when there are a hundred times as many cases."""

from contextlib import ExitStack, closing
from datetime import timedelta
from http.client import HTTPConnection
from time import perf_counter

from benchmarks.bench import Bench, SomethingIsMissing
from benchmarks.figures_shelf import READER_ID, give_outcomes
from benchmarks.filing import session_cookie
from benchmarks.processes import Server, line_stand_in, server
from benchmarks.readings import percentile
from benchmarks.shelf import FIRST_AT, LASTS_S, Shelf, filled
from models.counting import count_figures
from models.database import Database
from models.kept_figures import View
from models.officer import Role
from models.period import Period

SUBJECT = "Figures"
NOTE = """An executive reads `/desk/figures` of the last whole month or fiscal year of the shelf, over HTTP (`web`), one
reading after the other; *first*: nobody has read it before. *counting*: the queries alone, as the worker asks them
again; below a thousand cases they are asked for each reader. Cases have outcomes, six divisions, 60 villages and 30
types; of every other one somebody was told once, paid. *times as long*: as with the fewest cases, by the median."""
SIZES, QUICK_SIZES = (10_000, 1_000_000), (10_000, 100_000)
READ, WARMED_UP_BY, COUNTED = 200, 20, 3
LAST_AT = FIRST_AT + timedelta(seconds=LASTS_S)
MONTH = Period.month_of(LAST_AT).moved(-1)
PERIODS = {"month": MONTH, "fiscal year": Period.fiscal_year(MONTH.year)}
EVERYTHING = View(Role.EXECUTIVE, "", "")
OK = 200


def figures(bench: Bench, *, is_quick: bool) -> None:
    """Fill a database for each size, and read the figures of each. Raises SomethingIsMissing if a page is not shown."""
    shelves = [filled(bench.databases.new(bench.folder), size) for size in (QUICK_SIZES if is_quick else SIZES)]
    least: dict[str, float] = {}
    for shelf in shelves:
        give_outcomes(shelf)
        _read(bench, shelf, least)


def _counting_ms(database: Database, period: Period) -> float:
    """How long the worker needs to count them again."""
    took_ms = []
    for _ in range(COUNTED):
        began = perf_counter()
        with database.read() as session:
            count_figures(session, period, EVERYTHING.condition, LAST_AT)
        took_ms.append((perf_counter() - began) * 1000)
    return percentile(took_ms, 50)


def _read(bench: Bench, shelf: Shelf, least: dict[str, float]) -> None:
    with ExitStack() as stack:
        database = stack.enter_context(closing(Database(shelf.url)))
        line = stack.enter_context(line_stand_in())
        town = stack.enter_context(server("web", bench.folder, shelf.url, line.url))
        for name, period in PERIODS.items():
            first_ms, *took_ms = [_page_ms(town, period) for _ in range(1 + WARMED_UP_BY + READ)]
            took_ms = took_ms[WARMED_UP_BY:]
            figures = {"p50_ms": percentile(took_ms, 50), "p95_ms": percentile(took_ms, 95), "first_ms": first_ms}
            figures["times_as_long"] = figures["p50_ms"] / least.setdefault(name, figures["p50_ms"])
            figures["counting_ms"] = _counting_ms(database, period)
            bench.add(SUBJECT, f"{name}, {shelf.cases:,} cases", READ, **figures)


def _page_ms(town: Server, period: Period) -> float:
    """Milliseconds until the page is here."""
    path, began = f"/desk/figures?period={period.name}", perf_counter()
    connection = HTTPConnection("127.0.0.1", town.port, timeout=120)
    try:
        connection.request("GET", path, headers={"Cookie": f"session={session_cookie(town, READER_ID)}"})
        answer = connection.getresponse()
        page = answer.read()
    finally:
        connection.close()
    if answer.status != OK or b"chart-within" not in page:
        raise SomethingIsMissing(f"figures were answered {answer.status}")
    return (perf_counter() - began) * 1000
