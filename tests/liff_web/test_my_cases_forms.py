"""What a reporter does about a case on its page, by plain forms: add to it, rate it, open it again, withdraw it."""

import re

import pytest

from content.texts import Texts
from models.case_note import NoteKind, words_of
from simulator import Group, Person
from tests.handlers.stories import added_to, finishes, the_case
from tests.liff_web.readers import does, is_refused, is_said, reads, signs_in
from tests.towns import TownUnderTest

SAY = Texts("th")
MORE = "หลุมใหญ่ขึ้นอีก"
DEEDS = ("add", "rate", "reopen", "withdraw", "unfollow", "follow")


def test_nobody_does_anything_about_anothers_case(town: TownUnderTest, somchai: Person) -> None:
    before = the_case(town)
    signs_in(town, town.resident("malee", "มาลี"))
    for deed in DEEDS:
        answer = does(town, deed, words=MORE, stars="5")
        assert is_refused(answer, 404) == SAY("refused.not_your_case"), deed
    assert (the_case(town), added_to(town, before)) == (before, "")


def test_what_is_added_reaches_the_officers_and_stays_with_the_case(
    town: TownUnderTest, group: Group, somchai: Person
) -> None:
    heard = len(group.heard)
    assert is_said(town, does(town, "add", words=f"  {MORE}\r\nรถล้มแล้ว ")) == SAY("cases.said_added")
    assert "ผู้แจ้งส่งเพิ่ม 70-000001" in group.last_heard.text
    assert MORE in group.last_heard.text
    assert len(group.heard) == heard + 1
    assert added_to(town, the_case(town)) == f"{MORE}\nรถล้มแล้ว"
    page = reads(town, "/liff/cases/1")
    assert page.index(MORE) > page.index("ท่านบอกเพิ่ม")


def test_a_second_press_tells_it_once_and_the_same_words_tomorrow_tell_it_again(
    town: TownUnderTest, group: Group, somchai: Person
) -> None:
    heard = len(group.heard)
    for _ in range(2):
        assert is_said(town, does(town, "add", words=MORE)) == SAY("cases.said_added")
    assert len(group.heard) == heard + 1
    town.clock.passes(hours=24)
    signs_in(town, somchai)
    does(town, "add", words=MORE)
    assert len(group.heard) == heard + 2


def test_nothing_to_say_and_too_much_of_it_are_refused_with_what_was_typed(
    town: TownUnderTest, somchai: Person
) -> None:
    for nothing in ("", " \r\n ", "\u202e\u0000"):
        assert is_refused(does(town, "add", words=nothing), 422) == SAY("feedback.say_something")
    assert is_refused(does(town, "add"), 422) == SAY("feedback.say_something")
    answer = does(town, "add", words="ก" * 5001)
    assert is_refused(answer, 422) == SAY("feedback.too_long", limit=5000)
    assert "ก" * 5001 in answer.get_data(as_text=True)
    assert is_said(town, does(town, "add", words="ก\r\n" * 2499)) == SAY("cases.said_added")


def test_whoever_adds_again_and_again_is_asked_to_wait(town: TownUnderTest, group: Group, somchai: Person) -> None:
    for time in range(20):
        assert does(town, "add", words=f"ครั้งที่ {time}").status_code == 303
    heard = len(group.heard)
    phone = town.engine.office.town.phone
    assert is_refused(does(town, "add", words="อีกครั้ง"), 429) == SAY("feedback.enough_for_now", phone=phone)
    assert len(group.heard) == heard
    town.clock.passes(hours=1)
    assert does(town, "add", words="อีกครั้ง").status_code == 303


def test_stars_close_the_case_once(town: TownUnderTest, mana: Person, group: Group, somchai: Person) -> None:
    finishes(mana.within(group))
    assert is_refused(does(town, "rate"), 422) == SAY("feedback.choose_stars")
    for odd in ("6", "99"):
        assert is_refused(does(town, "rate", stars=odd), 409) == SAY("refused.old_button")
    assert is_said(town, does(town, "rate", stars="4")) == SAY("cases.said_rated")
    assert (the_case(town).status, the_case(town).stars) == ("closed", 4)
    assert is_refused(does(town, "rate", stars="1"), 409) == SAY("feedback.already_rated")
    assert the_case(town).stars == 4
    assert "ท่านให้ 4 ดาว" in reads(town, "/liff/cases/1")


def test_what_is_not_in_order_is_opened_again_with_the_words(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    heard = len(group.heard)
    assert is_said(town, does(town, "reopen", words="ยังมีหลุมเล็ก")) == SAY("cases.said_reopened")
    said = [message.text for message in group.heard[heard:]]
    assert "ยังไม่เรียบร้อย 70-000001" in said[0]
    assert "ยังมีหลุมเล็ก" in said[1]
    with town.session() as session:
        assert words_of(session, 1, NoteKind.NOT_FIXED) == "ยังมีหลุมเล็ก"
    finishes(mana.within(group))
    does(town, "rate", stars="5")
    assert is_said(town, does(town, "reopen")) == SAY("cases.said_reopened"), "without a word, and after the stars"
    assert (the_case(town).status, the_case(town).stars) == ("reopened", None)


def test_a_case_is_withdrawn_and_the_officers_are_told_in_a_sentence(
    town: TownUnderTest, group: Group, somchai: Person
) -> None:
    assert is_said(town, does(town, "withdraw")) == SAY("cases.said_withdrawn")
    assert the_case(town).status == "withdrawn"
    assert group.last_heard.text == SAY("desk.withdrawn", number="70-000001", type="ถนนชำรุด")
    page = reads(town, "/liff/cases/1")
    assert SAY("status.withdrawn") in page
    assert "ท่านถอนเรื่อง" in page
    assert SAY("buttons.withdraw_now") not in page
    assert "70-000001" in reads(town, "/liff/cases?ended=1")


@pytest.mark.parametrize("deed", ["rate", "reopen"])
def test_what_is_not_finished_is_neither_rated_nor_opened_again(
    town: TownUnderTest, somchai: Person, deed: str
) -> None:
    before = the_case(town)
    sentence = SAY("feedback.not_now", number="70-000001", status=SAY("status.new"))
    assert is_refused(does(town, deed, stars="5", words=MORE), 409) == sentence
    assert the_case(town) == before


@pytest.mark.parametrize(("deed", "key"), [("add", "feedback.cannot_add"), ("withdraw", "feedback.cannot_withdraw")])
def test_what_is_finished_is_neither_added_to_nor_withdrawn(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, deed: str, key: str
) -> None:
    finishes(mana.within(group))
    before = the_case(town)
    sentence = SAY(key, number="70-000001", status=SAY("status.finished"))
    assert is_refused(does(town, deed, words=MORE), 409) == sentence
    assert the_case(town) == before


def test_the_page_offers_what_is_possible_and_nothing_else(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    def offered() -> set[str]:
        return set(re.findall(r'action="\.\./\.\./liff/cases/1/([a-z]+)"', town.web.get("/liff/cases/1").text))

    assert offered() == {"add", "withdraw"}
    finishes(mana.within(group))
    assert offered() == {"rate", "confirm", "reopen"}
    does(town, "rate", stars="3")
    assert offered() == {"reopen"}
    does(town, "reopen")
    assert offered() == {"add", "withdraw"}
    does(town, "withdraw")
    assert offered() == set()


def test_what_was_refused_is_typed_already_when_the_page_comes_back(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    answer = does(town, "add", words=MORE)
    assert f">{MORE}</textarea>" in answer.get_data(as_text=True), "the officer was quicker; it may say what is missing"


def test_a_form_without_a_session_does_nothing_and_leads_back(town: TownUnderTest, somchai: Person) -> None:
    before = the_case(town)
    town.web.delete_cookie("session")
    for deed in DEEDS:
        answer = does(town, deed, words=MORE, stars="5")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/liff/cases/1?said=sign_in"), deed
    assert (the_case(town), added_to(town, before)) == (before, "")
    signs_in(town, somchai)
    assert SAY("cases.said_sign_in") in reads(town, "/liff/cases/1?said=sign_in")
