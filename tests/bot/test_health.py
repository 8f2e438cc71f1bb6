"""Alive and ready are different things: a monitor rings somebody when the town cannot be served."""

from bot.app import create_app
from bot.engine import BEAT_IS_OLD_AFTER, build
from models.known_fact import WORKER_BEAT, KnownFact
from tests.bot.hand_made import find_database, lose_database, run_sql
from tests.towns import TownUnderTest

WELL = {"database": True, "migrations": True, "sender": True}


def ready(town: TownUnderTest) -> tuple[int, object]:
    answer = town.web.get("/readyz")
    return answer.status_code, answer.get_json()


def test_a_running_town_is_ready(town: TownUnderTest) -> None:
    assert ready(town) == (200, WELL)


def test_it_is_not_ready_when_no_worker_has_shown_a_sign_of_life_lately(town: TownUnderTest) -> None:
    town.clock.passes(seconds=BEAT_IS_OLD_AFTER.total_seconds() - 1)
    assert ready(town)[0] == 200
    town.clock.passes(seconds=1)
    assert ready(town) == (503, WELL | {"sender": False})
    town.engine.beat()
    assert ready(town)[0] == 200


def test_it_is_not_ready_before_the_first_sign_of_life(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        session.delete(session.get(KnownFact, WORKER_BEAT))
    assert ready(town) == (503, WELL | {"sender": False})


def test_it_is_not_ready_while_a_migration_is_missing(town: TownUnderTest) -> None:
    run_sql(town.engine.database, "UPDATE alembic_version SET version_num = '0000'")
    assert ready(town) == (503, WELL | {"migrations": False, "sender": False})


def test_it_is_not_ready_on_an_empty_database(town: TownUnderTest) -> None:
    settings = town.settings.model_copy(update={"database_url": f"sqlite:///{town.folder}/empty.db"})
    engine = build(settings, town.clock)
    answer = create_app(settings, engine, town.clock).test_client().get("/readyz")
    engine.stop()
    assert (answer.status_code, answer.get_json()) == (503, WELL | {"migrations": False, "sender": False})


def test_it_is_alive_but_not_ready_while_the_database_is_away(town: TownUnderTest) -> None:
    lose_database(town)
    assert ready(town) == (503, dict.fromkeys(WELL, False))
    assert town.web.get("/healthz").status_code == 200
    assert town.web.get("/healthz").get_json() == {"alive": True}
    find_database(town)
    assert ready(town)[0] == 200
