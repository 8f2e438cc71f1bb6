"""Somebody adds the account: greeted in their language with the free reply, within seconds whatever LINE does."""

from models.known_fact import KnownFact
from models.person import Language, Person, find_person
from simulator import Person as Phone
from tests.notifications.owed import accepted_for, calls_of
from tests.towns import TownUnderTest

THAI, ENGLISH = "สวัสดีค่ะ", "Hello"


def _person(town: TownUnderTest, phone: Phone) -> Person:
    with town.session() as session:
        found = find_person(session, phone.user_id)
    assert found is not None
    return found


def _menu(town: TownUnderTest, phone: Phone) -> str:
    menu = town.line.rich_menus.shown_to(phone.person)
    assert menu is not None
    return str(menu.content["name"])


def test_a_reader_of_thai_is_greeted_in_thai_by_one_free_reply(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    (greeting,) = accepted_for(town, somchai)
    assert (greeting.how, greeting.paid, len(greeting.messages)) == ("reply", 0, 3)
    assert greeting.messages[0]["text"].startswith(THAI)
    assert _menu(town, somchai) == "baanrao-th"


def test_a_reader_of_english_is_greeted_in_english_and_has_the_menu_in_english(town: TownUnderTest) -> None:
    emma = town.resident("emma", "Emma", language="en")
    assert emma.heard[0].text.startswith(ENGLISH)
    assert _menu(town, emma) == "baanrao-en"


def test_name_and_language_are_kept_with_the_time_and_the_notice_that_was_shown(town: TownUnderTest) -> None:
    person = _person(town, town.resident("emma", "Emma", language="en-GB"))
    assert (person.display_name, person.language) == ("Emma", Language.ENGLISH)
    assert person.looked_up_at == person.notice_shown_at == town.clock()
    assert person.notice_version == town.engine.office.town.notice_version


def test_a_name_that_would_harm_a_screen_or_a_database_is_cleaned(town: TownUnderTest) -> None:
    assert _person(town, town.resident("mallory", "มา\0ลี\u202e\ud800")).display_name == "มาลี"


def test_when_line_does_not_answer_within_seconds_the_greeting_is_in_thai_and_still_free(town: TownUnderTest) -> None:
    town.line.faults.add("profile", status=500)
    emma = town.resident("emma", "Emma", language="en")
    assert emma.heard == []
    town.passes(seconds=0.5)
    town.passes(seconds=1.5)

    assert [sent.how for sent in accepted_for(town, emma)] == ["reply"]
    assert emma.heard[0].text.startswith(THAI)
    assert _person(town, emma).notice_shown_at == town.clock()


def test_a_profile_that_comes_at_the_second_try_still_gives_the_right_language(town: TownUnderTest) -> None:
    town.line.faults.add("profile", status=500, times=1)
    emma = town.resident("emma", "Emma", language="en")
    town.passes(seconds=0.5)
    assert emma.heard[0].text.startswith(ENGLISH)
    assert len(accepted_for(town, emma)) == 1


def test_somebody_whose_profile_line_refuses_is_greeted_in_thai_at_once(town: TownUnderTest) -> None:
    town.line.faults.add("profile", status=404)
    emma = town.resident("emma", "Emma", language="en")
    assert emma.heard[0].text.startswith(THAI)
    assert len(calls_of(town, emma.user_id)) == 1


def test_somebody_who_comes_back_with_another_language_is_read_and_shown_it(town: TownUnderTest) -> None:
    emma = town.resident("emma", "Emma", language="en")
    emma.blocks()
    emma.person.language = "th"
    emma.adds()

    assert emma.last_heard.text.startswith("แตะ") or THAI in emma.heard[3].text
    assert _menu(town, emma) == "baanrao-th"


def test_an_english_menu_that_is_not_published_yet_comes_when_it_is(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        known = session.get_one(KnownFact, "rich_menu.en")
        menu_id = known.value
        session.delete(known)
    emma = town.resident("emma", "Emma", language="en")
    assert _menu(town, emma) == "baanrao-th"
    with town.engine.database.begin() as session:
        session.add(KnownFact(name="rich_menu.en", value=menu_id))
    town.passes(seconds=2)
    assert _menu(town, emma) == "baanrao-en"
