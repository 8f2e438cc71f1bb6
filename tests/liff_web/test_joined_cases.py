"""My cases shows what one has joined too: one's own words alone, no judging of the repair, and a way out and back."""

import re

import pytest

from content.texts import Texts
from models.follower import count_followers
from simulator import Group, Person
from tests.handlers.stories import added_to, cases, finishes, the_case
from tests.handlers.test_alike_cases import ADDRESS, SAME, tells
from tests.liff_web.forms import a_picture
from tests.liff_web.readers import does, is_refused, is_said, reads, signs_in
from tests.towns import TownUnderTest

SAY = Texts("th")
OWN, JOINED, MORE = "หลุมของสมชาย", "หลุมของมาลี", "ลึกกว่าเมื่อวาน"


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    """Who reported it, with a photo."""
    person = town.resident("somchai", "สมชาย")
    tells(person, OWN)
    person.sends_photo()
    person.says("ยืนยัน")
    return person


@pytest.fixture
def malee(town: TownUnderTest, somchai: Person) -> Person:
    """Who joined in the chat, without a photo, and reads the pages."""
    person = town.resident("malee", "มาลี")
    tells(person, JOINED)
    person.taps(SAME)
    signs_in(town, person)
    return person


def offered(town: TownUnderTest) -> set[str]:
    return set(re.findall(r'action="\.\./\.\./liff/cases/1/([a-z]+)"', town.web.get("/liff/cases/1").text))


def test_the_list_marks_what_one_follows_and_shows_ones_own_words_alone(
    town: TownUnderTest, malee: Person, somchai: Person
) -> None:
    page = reads(town, "/liff/cases")
    assert all(shown in page for shown in ("70-000001", JOINED, f"🔔 {SAY('cases.joined')}"))
    assert OWN not in page
    signs_in(town, somchai)
    page = reads(town, "/liff/cases")
    assert OWN in page
    assert JOINED not in page
    assert "🔔" not in page


def test_who_said_nothing_of_it_reads_nothing_of_anybody(town: TownUnderTest, somchai: Person) -> None:
    malee = town.resident("malee", "มาลี")
    malee.says("แจ้งปัญหา")
    malee.sends_photo()
    malee.posts_back("do=complaints.choose_type&type=road")
    malee.says("ข้าม")
    malee.sends_pin(18.64009991, 99.0402)
    malee.taps(SAME)
    signs_in(town, malee)
    assert SAY("case.no_words") in reads(town, "/liff/cases")
    page = town.web.get("/liff/cases/1").text
    assert OWN not in page
    assert page.count("<img") == 1, "her own"


def test_a_case_shows_who_joined_the_steps_and_nothing_of_the_reporter(
    town: TownUnderTest, malee: Person, mana: Person, group: Group
) -> None:
    mana.within(group).taps("รับเรื่อง")
    page = reads(town, "/liff/cases/1")
    steps = (SAY("tracking.another_filed"), SAY("tracking.joined"), "ช่างมานะ (กองช่าง) รับเรื่อง")
    for shown in ("70-000001", JOINED, SAY("tracking.followers", count=2), "ตั้งใจให้เสร็จภายใน", *steps):
        assert shown in page, shown
    assert [secret for secret in (OWN, "สมชาย", ADDRESS) if secret in page] == []
    assert "<img" not in town.web.get("/liff/cases/1").text
    finishes(mana.within(group), "เทยางมะตอยแล้ว")
    page = town.web.get("/liff/cases/1").text
    assert "เทยางมะตอยแล้ว" in page
    assert page.count("<img") == 1, "the repair"
    assert SAY("tracking.finished_of_another") in reads(town, "/liff/cases?ended=1")


def test_who_joined_may_add_and_leave_and_judges_nothing(
    town: TownUnderTest, malee: Person, mana: Person, group: Group
) -> None:
    assert offered(town) == {"add", "unfollow"}
    before = the_case(town)
    for deed in ("rate", "reopen", "withdraw"):
        assert is_refused(does(town, deed, stars="1", words=MORE), 404) == SAY("refused.not_your_case"), deed
    assert the_case(town) == before
    finishes(mana.within(group))
    assert offered(town) == {"unfollow"}
    for deed in ("rate", "reopen"):
        does(town, deed, stars="1", words=MORE)
    assert (the_case(town).status, the_case(town).stars) == ("finished", None)


def test_what_who_joined_adds_reaches_the_officers(town: TownUnderTest, malee: Person, group: Group) -> None:
    town.passes(minutes=11)
    assert is_said(town, does(town, "add", words=MORE, photos=[a_picture()])) == SAY("cases.said_added")
    assert added_to(town, the_case(town)) == MORE
    assert "มีผู้แจ้งเพิ่ม 70-000001" in group.last_heard.text
    assert MORE in group.last_heard.text
    assert town.web.get("/liff/cases/1").text.count("<img") == 1


def test_one_tap_leaves_it_and_another_comes_back(
    town: TownUnderTest, malee: Person, mana: Person, group: Group
) -> None:
    answer = does(town, "unfollow")
    assert is_said(town, answer) == SAY("tracking.unfollowed", number="70-000001")
    page = town.web.get("/liff/cases/1").text
    assert re.findall(r'action="\.\./\.\./liff/cases/1/([a-z]+)"', page) == ["follow"]
    assert JOINED not in page
    assert "70-000001" not in reads(town, "/liff/cases")
    assert is_refused(does(town, "add", words=MORE), 404) == SAY("refused.not_your_case")
    heard = len(malee.heard)
    mana.within(group).taps("รับเรื่อง")
    assert len(malee.heard) == heard
    for _ in range(2):
        assert is_said(town, does(town, "follow")) == SAY("cases.said_followed_again")
    assert JOINED in reads(town, "/liff/cases/1")
    finishes(mana.within(group))
    assert len(malee.heard) > heard


def test_nobody_leaves_or_comes_back_to_what_is_not_theirs(town: TownUnderTest, malee: Person, somchai: Person) -> None:
    signs_in(town, town.resident("mallory", "มาลอรี"))
    for deed in ("follow", "unfollow"):
        assert is_refused(does(town, deed), 404) == SAY("refused.not_your_case")
    signs_in(town, somchai)
    assert is_refused(does(town, "unfollow"), 409) == SAY("refused.old_button"), "its reporter is told of it"
    with town.session() as session:
        assert count_followers(session, 1) == 2


def test_its_reporter_withdraws_and_it_goes_on_for_who_joined(
    town: TownUnderTest, somchai: Person, malee: Person, mana: Person, group: Group
) -> None:
    signs_in(town, somchai)
    sentence = SAY("feedback.ask_withdraw_of_several", number="70-000001", type="ถนนชำรุด")
    assert sentence in reads(town, "/liff/cases/1")
    heard = (len(group.heard), len(somchai.heard))
    for _ in range(2):
        assert is_said(town, does(town, "withdraw")) == SAY("feedback.withdrawn_of_several", number="70-000001")
    assert the_case(town).status == "new"
    assert (len(group.heard), len(somchai.heard)) == heard
    for path in ("/liff/cases", "/liff/cases?ended=1"):
        assert "70-000001" not in reads(town, path)
    assert "/follow" not in town.web.get("/liff/cases/1").text, "to withdraw is final"
    assert is_refused(does(town, "add", words=MORE), 404) == SAY("refused.not_your_case")
    mana.within(group).taps("รับเรื่อง")
    assert len(somchai.heard) == heard[1]
    signs_in(town, malee)
    assert SAY("tracking.followers", count=2) not in reads(town, "/liff/cases/1")
    finishes(mana.within(group))
    assert SAY("told.finished_alt_of_another", number="70-000001") in str(malee.last_heard.raw)


def test_when_all_others_have_left_withdrawing_ends_it(town: TownUnderTest, somchai: Person, malee: Person) -> None:
    does(town, "unfollow")
    signs_in(town, somchai)
    assert is_said(town, does(town, "withdraw")) == SAY("cases.said_withdrawn")
    assert the_case(town).status == "withdrawn"
    assert len(cases(town)) == 1
