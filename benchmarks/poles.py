"""Whether the nearest poles are found at once in the register of a city: a hundred thousand of them."""

from contextlib import closing
from time import perf_counter

from sqlalchemy import create_engine, text

from benchmarks.bench import Bench
from benchmarks.readings import percentile
from benchmarks.shelf import AT, FIRST_AT, NUMBERS
from bot.migrate import upgrade
from handlers.streetlights.finding import poles_around
from models.database import Database
from models.geography import Point

SUBJECT = "Poles in the register"
NOTE = """100,000 poles, one each 40 m on a grid of roads; one process asks for those within 60 m of a point, one point
after the other, each anywhere in the city."""
POLES, QUICK_POLES = 100_000, 10_000
ASKED, WARMED_UP_BY, ROUNDS = 1_000, 50, 3
# So many poles to a road, and how far apart they are in degrees: 40 m along it, 60 m to the next road.
ON_A_ROAD, ALONG, ACROSS = 400, 0.00036, 0.00057
SOUTH, WEST = 18.5, 98.9
IN_THE_REGISTER = """INSERT INTO asset (kind, code, latitude, longitude, accuracy_m, state, changed_at)
{numbers} SELECT 'pole', 'A-' || i, :south + (i / :on_a_road) * :across, :west + (i % :on_a_road) * :along, 5, 'in_use', {at}
FROM numbers"""


def poles(bench: Bench, *, is_quick: bool) -> None:
    """Fill a register, and stand in a thousand places."""
    count = QUICK_POLES if is_quick else POLES
    url = registered(bench.databases.new(bench.folder), count)
    places = [_somewhere(count, turn) for turn in range(ASKED)]
    with closing(Database(url)) as database:
        for _ in range(ROUNDS):
            took_ms, found = [], 0
            for turn in range(-WARMED_UP_BY, ASKED):
                began = perf_counter()
                with database.read() as session:
                    near = poles_around(session, places[turn % ASKED])
                if turn >= 0:
                    took_ms.append((perf_counter() - began) * 1000)
                    found += len(near)
            p50, p95 = percentile(took_ms, 50), percentile(took_ms, 95)
            bench.add(SUBJECT, f"near, {count:,} poles", ASKED, p50_ms=p50, p95_ms=p95, found=found / ASKED)


def registered(url: str, count: int) -> str:
    """The present tables in an empty database, and in them so many poles."""
    upgrade(url)
    engine = create_engine(url)
    at = AT[engine.dialect.name].format(seconds=int(FIRST_AT.timestamp()))
    grid = {"south": SOUTH, "west": WEST, "on_a_road": ON_A_ROAD, "along": ALONG, "across": ACROSS}
    with engine.begin() as connection:
        connection.execute(text(IN_THE_REGISTER.format(numbers=NUMBERS, at=at)), {"last": count, **grid})
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    return url


def _somewhere(count: int, turn: int) -> Point:
    """A point among the poles, another at each turn."""
    high, wide = count // ON_A_ROAD * ACROSS, ON_A_ROAD * ALONG
    return Point(SOUTH + turn * 7_919 % ASKED / ASKED * high, WEST + turn * 611_953 % ASKED / ASKED * wide)
