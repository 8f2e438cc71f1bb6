"""Each Monday some of last week's repairs are asked about: whom, how many, once, and what comes of the answers."""

import threading
from random import Random

import pytest
from sqlmodel import col, select

from bot.clockwork import Clockwork
from bot.engine import build
from content.texts import Texts
from handlers.erasure import erase
from handlers.sampling import TIMER_ASK, chance_of, draw, sample_size
from handlers.turn import Moment
from models.officer import Role
from models.person import find_person
from models.repair_check import RepairCheck
from models.timer import Timer
from simulator import Group, Person
from tests.handlers.stories import cases, files, finishes, the_case
from tests.handlers.test_alike_cases import SAME, files_here, tells
from tests.towns import TownUnderTest

SAY = Texts("th")
QUESTION = SAY("told.is_it_repaired")
# The tests begin on a Friday at 9.00; the Monday after next is that of the week's sample.
TO_MONDAY = {"days": 3}


def checks(town: TownUnderTest) -> list[RepairCheck]:
    with town.session() as session:
        return list(session.exec(select(RepairCheck).order_by(col(RepairCheck.id))))


@pytest.fixture
def somchai(town: TownUnderTest, mana: Person, group: Group) -> Person:
    """Somebody whose road has been repaired, and who has said nothing of it yet."""
    person = town.resident("somchai", "สมชาย")
    files(person)
    finishes(mana.within(group))
    return person


@pytest.mark.parametrize(("finished", "asked"), [(0, 0), (1, 1), (3, 3), (4, 3), (60, 3), (61, 4), (1000, 50)])
def test_it_is_five_in_a_hundred_and_three_at_least(finished: int, asked: int) -> None:
    assert sample_size(finished) == asked


def test_on_monday_at_nine_a_follower_is_asked_with_before_and_after(town: TownUnderTest, somchai: Person) -> None:
    heard = len(somchai.heard)
    town.passes(days=2, hours=23)
    assert len(somchai.heard) == heard
    town.passes(hours=1)
    assert QUESTION in somchai.last_heard.text
    assert len(somchai.last_heard.pictures) == 1
    assert {"ใช่ ซ่อมแล้วจริง", "ยังไม่"} <= set(somchai.last_heard.labels)
    (check,) = checks(town)
    assert (check.asked_at, check.answered_at, check.is_repaired) == (town.clock(), None, None)


def test_each_week_is_asked_once_however_often_the_bot_starts(town: TownUnderTest, somchai: Person) -> None:
    for _ in range(3):
        town.starts()
    town.passes(**TO_MONDAY)
    town.starts()
    town.passes(hours=1)
    assert len(checks(town)) == 1
    for _ in range(4):
        town.passes(days=7)
    assert len(checks(town)) == 1, "what was finished in another week is not asked about"
    with town.session() as session:
        weeks = [timer.slot for timer in session.exec(select(Timer).where(Timer.kind == TIMER_ASK))]
    assert sorted(weeks) == ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28"]


def test_a_week_in_which_the_bot_was_away_is_asked_about_when_it_is_back(town: TownUnderTest, somchai: Person) -> None:
    town.clock.passes(days=4)
    town.starts()
    assert len(checks(town)) == 1


def test_yes_is_counted_and_thanked_once(town: TownUnderTest, somchai: Person) -> None:
    town.passes(**TO_MONDAY)
    somchai.taps("ใช่ ซ่อมแล้วจริง")
    assert "ซ่อมแล้วจริง" in somchai.last_heard.text
    assert checks(town)[0].is_repaired is True
    assert the_case(town).status == "finished"
    somchai.taps("ยังไม่")
    assert somchai.last_heard.text == SAY("feedback.already_answered")
    assert (checks(town)[0].is_repaired, the_case(town).status) == (True, "finished")


def test_no_opens_it_again_and_the_head_hears_of_it(town: TownUnderTest, group: Group, somchai: Person) -> None:
    head = town.officer("wichai", "หัวหน้าวิชัย", role=Role.HEAD)
    town.passes(**TO_MONDAY)
    somchai.taps("ยังไม่")
    assert "เปิดเรื่อง 70-000001 อีกครั้ง" in somchai.last_heard.text
    assert (checks(town)[0].is_repaired, the_case(town).status) == (False, "reopened")
    assert "ยังไม่เรียบร้อย 70-000001" in head.last_heard.text
    assert "ยังไม่เรียบร้อย 70-000001" in group.last_heard.text


def test_no_after_the_case_has_closed_goes_to_the_head_alone(town: TownUnderTest, somchai: Person) -> None:
    head = town.officer("wichai", "หัวหน้าวิชัย", role=Role.HEAD)
    town.passes(**TO_MONDAY)
    town.passes(days=5)
    assert the_case(town).status == "closed"
    somchai.taps("ยังไม่")
    assert somchai.last_heard.text == SAY("feedback.check_no_too_late", number="70-000001")
    assert (checks(town)[0].is_repaired, the_case(town).status) == (False, "closed")
    assert "70-000001" in head.last_heard.text
    assert "ยังไม่ได้ซ่อม" in head.last_heard.text


def test_an_answer_after_a_week_is_not_counted(town: TownUnderTest, somchai: Person) -> None:
    town.passes(**TO_MONDAY)
    town.passes(days=7, minutes=1)
    somchai.taps("ใช่ ซ่อมแล้วจริง")
    assert somchai.last_heard.text == SAY("feedback.check_is_over")
    assert checks(town)[0].is_repaired is None


def test_nobody_answers_anothers_question(town: TownUnderTest, somchai: Person) -> None:
    town.passes(**TO_MONDAY)
    malee = town.resident("malee", "มาลี")
    for deed in ("confirm_repair", "doubt_repair"):
        malee.posts_back(f"do=feedback.{deed}&check=1")
        assert malee.last_heard.text == SAY("refused.old_button")
    assert checks(town)[0].answered_at is None


@pytest.mark.parametrize("said", ["★ 4", "เรียบร้อยแล้ว"])
def test_who_has_judged_the_repair_is_not_asked_again(town: TownUnderTest, somchai: Person, said: str) -> None:
    somchai.taps(said)
    heard = len(somchai.heard)
    town.passes(**TO_MONDAY)
    assert (checks(town), len(somchai.heard)) == ([], heard)


def test_another_who_follows_it_is_asked_instead_and_may_open_it_again(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    somchai, malee = town.resident("somchai", "สมชาย"), town.resident("malee", "มาลี")
    files_here(somchai)
    tells(malee, "หลุมลึกมาก")
    malee.taps(SAME)
    finishes(mana.within(group))
    somchai.taps("★ 5")
    town.passes(**TO_MONDAY)
    assert QUESTION in malee.last_heard.text
    malee.taps("ยังไม่")
    assert malee.last_heard.text == SAY("feedback.check_no", number="70-000001")
    assert (the_case(town).status, the_case(town).stars) == ("reopened", None)
    assert "คนหนึ่งที่เราสอบถาม" in somchai.last_heard.text
    somchai.says("ติดตาม")
    somchai.taps("ดูรายละเอียด")
    assert SAY("tracking.reopened_when_asked") in somchai.last_heard.text


def test_the_draw_is_the_same_for_the_same_week_and_asks_nobody_twice(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    people = [town.resident(f"r{number}", f"คนที่ {number}") for number in range(4)]
    for number, person in enumerate([*people, people[0]]):
        files(person, words=f"หลุมที่ {number}", place=f"ซอย {number}")
        finishes(mana.within(group))
    ids = [case.key for case in cases(town)]
    with town.session() as session:
        drawn = [
            [(case.key, who.key) for case, who in draw(session, ids, chance_of("secret", "2026-11-23"))] for _ in "ab"
        ]
        every = [draw(session, ids, Random(seed)) for seed in range(40)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 3
    assert {case.key for sample in every for case, _ in sample} == set(ids), "each may be drawn"
    assert {len({person.key for _, person in sample}) for sample in every} == {3}, "two of the cases are one person's"
    assert chance_of("secret", "2026-11-23").random() != chance_of("secret", "2026-11-30").random()
    assert chance_of("secret", "2026-11-23").random() != chance_of("other", "2026-11-23").random()


def test_who_is_forgotten_is_no_longer_with_their_answer(town: TownUnderTest, somchai: Person) -> None:
    town.passes(**TO_MONDAY)
    somchai.taps("ใช่ ซ่อมแล้วจริง")
    with town.engine.database.begin() as session:
        person = find_person(session, somchai.user_id)
        assert person is not None
        erase(Moment(session, town.engine.office, town.clock()), person)
    (check,) = checks(town)
    assert (check.person_id, check.is_repaired) == (None, True)


def test_two_workers_ask_once(town: TownUnderTest, somchai: Person) -> None:
    heard = len(somchai.heard)
    other = build(town.settings, town.clock)
    town.clock.passes(**TO_MONDAY)
    start = threading.Barrier(2)

    def fire(clockwork: Clockwork) -> None:
        start.wait()
        while clockwork.fire_due():
            pass

    threads = [threading.Thread(target=fire, args=(engine.timers,)) for engine in (town.engine, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.stop()
    town.settles()
    assert (len(checks(town)), len(somchai.heard)) == (1, heard + 1)
