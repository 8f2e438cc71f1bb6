"""A repaired case on its reporter's page: confirmed by one tap, open to objection for a week, and then closed for good."""

from content.texts import Texts
from simulator import Group, Person
from tests.handlers.stories import finishes, the_case
from tests.liff_web.readers import does, is_refused, is_said, reads, signs_in
from tests.towns import TownUnderTest

SAY = Texts("th")
UNTIL = SAY("told.object_until", day="27 พ.ย. 69")


def test_one_tap_confirms_it_and_stars_may_follow(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    assert UNTIL in reads(town, "/liff/cases/1")
    assert is_said(town, does(town, "confirm")) == SAY("cases.said_confirmed")
    assert the_case(town).status == "closed"
    shown = reads(town, "/liff/cases/1")
    assert SAY("tracking.confirmed") in shown
    assert UNTIL not in shown
    assert is_said(town, does(town, "rate", stars="4")) == SAY("cases.said_rated")
    assert the_case(town).stars == 4


def test_who_confirmed_too_soon_may_still_object(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    does(town, "confirm")
    assert is_said(town, does(town, "reopen", words="ยังมีหลุม")) == SAY("cases.said_reopened")
    assert the_case(town).status == "reopened"


def test_after_a_week_it_is_closed_and_the_page_leads_to_a_new_report(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    town.passes(days=8)
    signs_in(town, somchai)
    answer = does(town, "reopen", words="ยังมีหลุม")
    assert is_refused(answer, 409) == SAY("feedback.too_late", number="70-000001", day="27 พ.ย. 69")
    assert the_case(town).status == "closed"
    page = town.web.get("/liff/cases/1").get_data(as_text=True)
    assert SAY("cases.file_anew") in page
    assert 'href="../../liff/complaint"' in page
    assert "/reopen" not in page
    assert "/rate" in page


def test_nobody_confirms_anothers_case_or_one_that_is_not_finished(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    sentence = SAY("feedback.not_now", number="70-000001", status=SAY("status.new"))
    assert is_refused(does(town, "confirm"), 409) == sentence
    finishes(mana.within(group))
    signs_in(town, town.resident("malee", "มาลี"))
    assert is_refused(does(town, "confirm"), 404) == SAY("refused.not_your_case")
    assert the_case(town).status == "finished"
