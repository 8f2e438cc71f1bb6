"""The way to the desk: by LINE's endpoint for strangers, straight on for whoever has a session."""

from simulator import Group, Person
from tests.liff_web.readers import signs_in
from tests.towns import TownUnderTest


def test_a_stranger_finds_the_shell_that_asks_line_who_they_are(town: TownUnderTest) -> None:
    answer = town.web.get("/liff/desk/cases/7")
    assert answer.status_code == 200
    assert "session.js" in answer.get_data(as_text=True)


def test_whoever_has_a_session_goes_on_to_the_page_that_the_link_meant(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    signs_in(town, mana)
    assert town.web.get("/liff/desk").headers["Location"] == "../desk"
    assert town.web.get("/liff/desk/cases/7?said=done").headers["Location"] == "../../../desk/cases/7?said=done"
