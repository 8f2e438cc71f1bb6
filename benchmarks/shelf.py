"""Cases on the shelf: three years of a town, or of a city with a hundred times its land, made in the database itself."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import isqrt

from sqlalchemy import Connection, create_engine, text

from bot.migrate import upgrade
from content.catalogue import load_catalogue

CASES_A_VILLAGE = 250
# Who reports at all does so 40 times in the middle, and nobody more than 200 times or so.
CASES_A_PERSON = 50
OPEN_IN_A_HUNDRED = 3
FIRST_AT, LASTS_S = datetime(2023, 10, 1, tzinfo=UTC), 3 * 365 * 86_400

# A number from 0 to 1 that looks like chance and is the same on every database: multiples of a prime, one for each use.
CHANCE = "((i * {prime}) % 1000003 / 1000003.0)"
WHO, WHAT, WHERE, NORTH, EAST, HOW = (
    CHANCE.format(prime=prime) for prime in (7_368_787, 104_729, 15_485_863, 611_953, 224_737, 350_377)
)
NUMBERS = "WITH RECURSIVE numbers(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM numbers WHERE i < :last)"
AT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', {seconds}, 'unixepoch')",
    "postgresql": "to_timestamp({seconds})",
}
PERSONS = """INSERT INTO person (id, line_user_id, language, follows, first_seen_at)
{numbers} SELECT i, 'Ushelf' || i, 'th', true, {first_at} FROM numbers"""
CASES = """INSERT INTO "case" (id, number, service, type_code, status, reporter_id, division, is_confidential, filed_at,
promised_at, first_promised_at, place_source, latitude, longitude, accuracy_m, wants_passing_on)
{numbers} SELECT i, '69-' || i, 'complaint', CASE CAST({what} * 2999 AS INTEGER) % {types} {codes} END,
CASE WHEN CAST({how} * 9999 AS INTEGER) % 100 < {open_share}
 THEN CASE i % 3 WHEN 0 THEN 'new' WHEN 1 THEN 'accepted' ELSE 'reopened' END ELSE 'closed' END,
1 + CAST(sqrt(sqrt({who})) * (:persons - 1) AS INTEGER), 'public_works', false, {filed_at}, {filed_at}, {filed_at}, 'pin',
14.00 + {village} % {wide} * 0.012 + ({north} + {how} - 1) * 0.004,
99.00 + {village} / {wide} * 0.013 + ({east} + {how} - 1) * 0.004, 30, false FROM numbers"""

# Everybody follows what they report, and every fifth case has somebody who joined.
REPORTERS = """INSERT INTO follower (case_id, person_id, followed_at) SELECT id, reporter_id, filed_at FROM "case" """
JOINERS = """INSERT INTO follower (case_id, person_id, followed_at)
SELECT id, neighbour, filed_at FROM
(SELECT id, reporter_id, filed_at, 1 + CAST(id AS BIGINT) * 7919 % :persons AS neighbour FROM "case" WHERE id % 5 = 0) joined
WHERE neighbour <> reporter_id"""


@dataclass(frozen=True)
class Shelf:
    """A database with so many cases."""

    url: str
    cases: int

    @property
    def persons(self) -> int:
        return self.cases // CASES_A_PERSON

    @property
    def villages(self) -> int:
        return self.cases // CASES_A_VILLAGE

    def reporter(self, turn: int) -> int:
        """The id of somebody, of any at all, another at each turn."""
        return 1 + turn * 7_919 % self.persons


def filled(url: str, cases: int) -> Shelf:
    """The present tables in an empty database, and in them so many cases."""
    upgrade(url)
    shelf = Shelf(url, cases)
    engine = create_engine(url)
    with engine.begin() as connection:
        _fill(connection, shelf)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))  # as it does by itself within a minute
    engine.dispose()
    return shelf


def _fill(connection: Connection, shelf: Shelf) -> None:
    at = AT[connection.dialect.name]
    began_s = int(FIRST_AT.timestamp())
    filed_at = at.format(seconds=f"{began_s} + i * {LASTS_S} / {shelf.cases}")
    persons = PERSONS.format(numbers=NUMBERS, first_at=at.format(seconds=began_s))
    connection.execute(text(persons), {"last": shelf.persons})
    village = f"CAST({WHERE} * {shelf.villages - 1} AS INTEGER)"
    places = {"village": village, "wide": isqrt(shelf.villages), "north": NORTH, "east": EAST}
    chances = {"who": WHO, "what": WHAT, "how": HOW, "open_share": OPEN_IN_A_HUNDRED}
    codes = [kind.code for kind in load_catalogue().offered]
    named = {"types": len(codes), "codes": " ".join(f"WHEN {n} THEN '{code}'" for n, code in enumerate(codes))}
    cases = CASES.format(numbers=NUMBERS, filed_at=filed_at, **places, **chances, **named)
    connection.execute(text(cases), {"last": shelf.cases, "persons": shelf.persons})
    connection.execute(text(REPORTERS))
    connection.execute(text(JOINERS), {"persons": shelf.persons})
