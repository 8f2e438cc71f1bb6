"""At its start the account learns its own id and publishes its menus: once, and again only what has changed."""

from models.known_fact import OWN_USER_ID, KnownFact, fact, learn
from tests.notifications.owed import calls_of
from tests.towns import TownUnderTest


def _published(town: TownUnderTest) -> list[str]:
    return [call.body["name"] for call in calls_of(town, "/v2/bot/richmenu")]


def _names(town: TownUnderTest) -> list[str]:
    return sorted(menu.content["name"] for menu in town.line.rich_menus.menus.values())


def _changes(town: TownUnderTest, language: str) -> None:
    """As if the menu had looked otherwise at the last start."""
    with town.engine.database.begin() as session:
        learn(session, f"rich_menu_digest.{language}", "otherwise")


def test_the_account_learns_its_own_id(town: TownUnderTest) -> None:
    with town.session() as session:
        assert fact(session, OWN_USER_ID) == town.line.bot_user_id


def test_each_menu_is_published_once_however_often_the_bot_starts(town: TownUnderTest) -> None:
    town.starts()
    town.starts()
    assert sorted(_published(town)) == ["baanrao-en", "baanrao-th"]


def test_only_the_menu_that_changed_is_published_again_and_the_old_one_is_deleted(town: TownUnderTest) -> None:
    _changes(town, "th")
    town.starts()
    assert sorted(_published(town)) == ["baanrao-en", "baanrao-th", "baanrao-th"]
    assert _names(town) == ["baanrao-en", "baanrao-th"]
    shown = town.line.rich_menus.menus[str(town.line.rich_menus.default_id)]
    assert shown.content["name"] == "baanrao-th"


def test_readers_of_english_get_the_new_menu_when_theirs_changes(town: TownUnderTest) -> None:
    emma = town.resident("emma", "Emma", language="en")
    before = emma.person.rich_menu_id
    _changes(town, "en")
    town.starts()

    assert emma.person.rich_menu_id not in (None, before)
    assert town.line.rich_menus.menus[str(emma.person.rich_menu_id)].content["name"] == "baanrao-en"


def test_an_old_menu_that_line_will_not_delete_stops_nothing(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        session.merge(KnownFact(name="rich_menu.th", value="richmenu-unknown"))
    _changes(town, "th")
    town.starts()
    with town.session() as session:
        assert fact(session, "rich_menu.th") == town.line.rich_menus.default_id


def test_a_menu_that_could_not_be_published_is_tried_again(town: TownUnderTest) -> None:
    _changes(town, "th")
    town.line.faults.add("richmenu", status=500, times=1)
    town.starts()
    assert len(_published(town)) == 3
    town.passes(seconds=2)
    town.starts()
    assert len(_published(town)) == 4
