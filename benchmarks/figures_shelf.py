"""What figures ask of the cases on the shelf: divisions, villages, promises, repairs, stars, and what messages cost."""

from sqlalchemy import create_engine, text

from benchmarks.shelf import HOW, NORTH, WHERE, Shelf

DIVISIONS, VILLAGES = 6, 60
READER_ID = 1
# The first person of the shelf sees everything.
READER = """INSERT INTO officer (person_id, division, role, enrolled_at)
SELECT id, 'public_works', 'executive', first_seen_at FROM person WHERE id = :reader"""
# Every other case has been told of once, by a message that was paid.
MESSAGES = """INSERT INTO outbox (lane, "to", messages, retry_key, case_id, created_at, status, sent_at, paid, due_at, attempts,
is_worth_a_push, reply_is_unheard)
SELECT 'status', 'U' || reporter_id, '[]', 'k' || id, id, filed_at, 'sent', filed_at, 1, filed_at, 0, true, false
FROM "case" WHERE id % 2 = 0"""
LATER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', filed_at, '+' || CAST({seconds} AS INTEGER) || ' seconds')",
    "postgresql": "filed_at + CAST({seconds} AS INTEGER) * interval '1 second'",
}
OUTCOMES = """UPDATE "case" SET division = 'd' || (id % {divisions}), village = 'm' || CAST({where} * {villages} AS INTEGER),
latitude = 18.6 + {north} * 0.1, longitude = 99.0 + {where} * 0.1, is_confidential = (id % 50 = 0),
first_promised_at = {promised_at}, finished_at = CASE WHEN status = 'closed' THEN {finished_at} END,
stars = CASE WHEN status = 'closed' AND id % 3 = 0 THEN 1 + id / 3 % 5 END,
proof = CASE WHEN status = 'closed' THEN CASE id % 5 WHEN 0 THEN 'unproven' WHEN 1 THEN 'no_photo' ELSE 'proven' END END,
reopenings = CASE WHEN id % 20 = 0 THEN 1 ELSE 0 END"""
TWO_DAYS_S, NINE_DAYS_S = 172_800, 777_600
TIDIED = {"sqlite": ("VACUUM", "ANALYZE"), "postgresql": ("VACUUM FULL", "VACUUM ANALYZE")}


def give_outcomes(shelf: Shelf) -> None:
    """Let the cases on a shelf have been seen to, or not; somebody has the right to see all of them."""
    engine = create_engine(shelf.url)
    dialect = engine.dialect.name
    # Chance is by a number called i.
    where, north, how = (chance.replace("i *", "CAST(id AS BIGINT) *") for chance in (WHERE, NORTH, HOW))
    later = LATER[dialect]
    promised_at, finished_at = later.format(seconds=TWO_DAYS_S), later.format(seconds=f"{how} * {NINE_DAYS_S}")
    places = {"divisions": DIVISIONS, "villages": VILLAGES, "where": where, "north": north}
    outcomes = OUTCOMES.format(promised_at=promised_at, finished_at=finished_at, **places)
    with engine.begin() as connection:
        for statement in (outcomes, MESSAGES):
            connection.execute(text(statement))
        connection.execute(text(READER), {"reader": READER_ID})
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for statement in TIDIED[dialect]:
            connection.execute(text(statement))
    engine.dispose()
