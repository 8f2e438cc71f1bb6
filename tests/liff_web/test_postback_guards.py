"""Every button's handler with its guard, tried by those who may not: a clear sentence, and nothing has changed."""

from typing import Any

from sqlmodel import SQLModel, col, select, update

from bot.tables import POSTBACKS
from content.texts import Texts
from models.case import Case
from models.case_change import CaseChange
from models.case_note import CaseNote
from models.conversation import Conversation
from models.officer import Officer, Role
from models.person import find_person
from simulator import Person
from tests.towns import TownUnderTest

SAY = Texts("th")
ANYONE = {
    "complaints.start",
    "complaints.go_on",
    "complaints.start_over",
    "complaints.choose_type",
    "complaints.show_all_types",
    "complaints.tell_second",
    "complaints.choose_place",
    "complaints.keep_here",
    "complaints.pass_on",
    "complaints.skip",
    "complaints.change",
    "complaints.cancel",
    "complaints.confirm",
    "complaints.add_to_case",
    "complaints.join",
    "complaints.keep_apart",
    "tracking.list_cases",
    "tracking.show_case",
    "tracking.unfollow",
    "tracking.follow_again",
    "feedback.rate",
    "feedback.confirm",
    "feedback.reopen",
    "feedback.confirm_repair",
    "feedback.doubt_repair",
    "feedback.ask_withdraw",
    "feedback.withdraw",
    "feedback.skip",
    "feedback.answer",
    "answering.skip",
    "contact.show",
    "emergencies.start",
    "streetlights.start",
    "streetlights.ask_number",
    "streetlights.choose_pole",
    "streetlights.choose_fault",
    "streetlights.tell_in_words",
    "streetlights.cancel",
    "welfare.start",
    "enrolment.skip",
}
OFFICERS_ONLY = {
    "casework.accept",
    "progress.begin",
    "progress.delay",
    "progress.choose_day",
    "progress.skip",
    "progress.cancel",
    "repairs.finish",
    "repairs.skip",
    "repairs.cancel",
    "handovers.hand_over",
    "handovers.choose_division",
    "handovers.decline",
    "handovers.skip",
    "handovers.cancel",
}
# Of those that anybody may tap, these are about a case: for those who follow it or may, and for nobody else.
REPORTERS = {
    "complaints.add_to_case",
    "complaints.join",
    "tracking.unfollow",
    "tracking.follow_again",
    "complaints.tell_second",
    "tracking.show_case",
    "feedback.rate",
    "feedback.confirm",
    "feedback.reopen",
    "feedback.confirm_repair",
    "feedback.doubt_repair",
    "feedback.ask_withdraw",
    "feedback.withdraw",
    "feedback.answer",
}
NOT_AN_OFFICER, READS_ONLY = SAY("refused.not_an_officer"), SAY("refused.reads_only")
ELSEWHERE = {SAY("refused.not_your_division"), SAY("refused.nothing_open")}
NOT_YOURS = {SAY("refused.not_your_case"), SAY("refused.nothing_open")}


def _case(town: TownUnderTest) -> None:
    """The first case, of public works."""
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says("ถนนเป็นหลุม")
    somchai.says("หน้าวัด")
    somchai.taps("ข้าม")
    somchai.taps("ยืนยัน")


def _state(town: TownUnderTest) -> list[dict[str, Any]]:
    """Everything that a tap could have changed."""
    tables: tuple[type[SQLModel], ...] = (Case, CaseChange, CaseNote)
    with town.session() as session:
        rows = [row.model_dump() for table in tables for row in session.exec(select(table))]
        listening = session.exec(select(Conversation.person_id).where(col(Conversation.service).is_not(None)))
        return [*rows, {"listening": sorted(listening)}]


def _tries(town: TownUnderTest, person: Person, names: set[str]) -> dict[str, str]:
    """Each tap's answer; whatever changed fails at once."""
    before, answers = _state(town), {}
    for name in sorted(names):
        person.posts_back(f"do={name}&case=1&division=finance&stars=5&what=type&message=1&date=2026-11-25")
        assert _state(town) == before, f"{name} changed something"
        answers[name] = person.last_heard.text
    return answers


def test_every_postback_has_a_guard_that_is_written_down() -> None:
    guards = {name: postback.guard.__name__ for name, postback in POSTBACKS.items()}
    assert guards == dict.fromkeys(ANYONE, "anyone") | dict.fromkeys(OFFICERS_ONLY, "officers_only")


def test_a_resident_does_no_officers_work(town: TownUnderTest) -> None:
    _case(town)
    assert set(_tries(town, town.resident("malee", "มาลี"), OFFICERS_ONLY).values()) == {NOT_AN_OFFICER}


def test_the_reporter_does_no_officers_work_on_their_own_case(town: TownUnderTest) -> None:
    _case(town)
    assert set(_tries(town, town.line.person("somchai"), OFFICERS_ONLY).values()) == {NOT_AN_OFFICER}


def test_an_officer_of_another_division_works_on_nothing_of_this_one(town: TownUnderTest) -> None:
    _case(town)
    somsri = town.officer("somsri", "หมอสมศรี", "public_health")
    assert set(_tries(town, somsri, OFFICERS_ONLY).values()) <= ELSEWHERE


def test_somebody_whose_role_has_ended_does_nothing_from_that_moment(town: TownUnderTest) -> None:
    _case(town)
    mana = town.officer("mana", "ช่างมานะ")
    with town.engine.database.begin() as session:
        person = find_person(session, mana.user_id)
        assert person is not None
        session.exec(update(Officer).where(col(Officer.person_id) == person.id).values(ended_at=town.clock()))
    assert set(_tries(town, mana, OFFICERS_ONLY).values()) == {NOT_AN_OFFICER}


def test_an_executive_reads_and_changes_nothing(town: TownUnderTest) -> None:
    _case(town)
    mayor = town.officer("mayor", "นายก", role=Role.EXECUTIVE)
    assert set(_tries(town, mayor, OFFICERS_ONLY).values()) == {READS_ONLY}


def test_nobody_sees_or_judges_anothers_case(town: TownUnderTest) -> None:
    _case(town)
    answers = _tries(town, town.resident("malee", "มาลี"), REPORTERS)
    assert set(answers.values()) <= NOT_YOURS | {SAY("refused.old_button")}
    assert not [answer for answer in answers.values() if "ถนน" in answer]


def test_a_button_that_nobody_made_is_refused_with_a_sentence(town: TownUnderTest) -> None:
    malee = town.resident("malee", "มาลี")
    for data in ("", "do=", "do=nothing", "do=casework.__init__", "do=casework.accept.x", "&&==", "ก"):
        heard = len(malee.heard)
        malee.posts_back(data)
        assert [message.text for message in malee.heard[heard:]] == [SAY("refused.old_button")], data


def test_an_officers_button_with_odd_facts_is_refused_with_a_sentence(town: TownUnderTest) -> None:
    _case(town)
    mana = town.officer("mana", "ช่างมานะ")
    before = _state(town)
    for odd in ("", "-1", "1.0", "๑", "1 OR 1=1", "9" * 40, "0x1", "%00"):
        mana.posts_back(f"do=casework.accept&case={odd}")
        assert mana.last_heard.text == SAY("refused.old_button")
    mana.posts_back("do=casework.accept&case=999999999")
    assert mana.last_heard.text == SAY("refused.not_your_division")
    assert _state(town) == before
