"""A year of promises with Thai holidays, two workers that die now and then, and chance: each step is told exactly once."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import col, select

from content.office_hours import OfficeHours
from models.case import BANGKOK, OPEN, Case, Status
from models.case_change import CaseChange, Step, history_of
from models.database import Database
from tests.engines import give_back, new_database
from tests.faults.a_year import A_YEAR, GROUPS, STARTS, Told, Year, a_years_deeds

CASES, SEED = 14, 69
HALF, MOST, NEW_DATE, BROKEN, UNACCEPTED = "half", "most", "new date", "broken", "unaccepted"
# By which words of a message one knows what it is about.
SAID = {
    "ครึ่งหนึ่ง": HALF,
    "ครึ่งเวลาแล้ว": HALF,
    "ใกล้ครบกำหนด": MOST,
    "จะไม่ทันวันที่บอกไว้": NEW_DATE,
    "เลยกำหนด": BROKEN,
    "ยังไม่มีผู้รับ": UNACCEPTED,
}
# Who dies holds what he has claimed for half a minute; several may die one after the other.
AT_MOST_LATE = timedelta(minutes=5)
Steps = dict[tuple[int, str], list[datetime]]


@dataclass(frozen=True)
class Life:
    """A promise in force: from when to when, and whether it ended because the town gave another."""

    given_at: datetime
    until: datetime
    broken: datetime | None
    ends_at: datetime
    is_moved_by_the_town: bool


def is_by_the_town(change: CaseChange) -> bool:
    return change.step == Step.DELAYED and change.officer_id is None


def is_standing_still(change: CaseChange) -> bool:
    return change.to_status not in OPEN or change.to_status == Status.WAITING


def lives_of(case: Case, history: list[CaseChange]) -> Iterator[Life]:
    """Every promise of a case for as long as it was to be kept."""
    promised = case.first_promised_at
    for index, change in enumerate(history):
        if index and change.promised_at is None:
            continue
        before, promised = promised, change.promised_at or promised
        after = [one for one in history[index + 1 :] if one.promised_at or is_standing_still(one)]
        yield Life(
            change.at,
            promised,
            before if is_by_the_town(change) else None,
            after[0].at if after else STARTS + A_YEAR,
            bool(after) and is_by_the_town(after[0]),
        )


def waits_of(history: list[CaseChange]) -> Iterator[tuple[datetime, datetime]]:
    """From when to when a case waited in a division to be accepted."""
    began: CaseChange | None = None
    for change in history:
        waits = change.to_status in (Status.NEW, Status.REOPENED)
        if began is not None and (change.to_status, change.division) != (began.to_status, began.division):
            yield began.at, change.at
            began = None
        if waits and began is None:
            began = change
    if began is not None:
        yield began.at, STARTS + A_YEAR


def expected_of(case: Case, history: list[CaseChange], hours: OfficeHours) -> Steps:
    """What has to be told of a case, and when."""
    steps: Steps = defaultdict(list)
    for life in lives_of(case, history):
        whole = hours.time_between(life.given_at, life.until)
        times = {HALF: hours.after(life.given_at, whole * 0.5), MOST: hours.after(life.given_at, whole * 0.8)}
        if not whole:
            times = {}
        if life.broken is not None:
            times[BROKEN] = hours.next_office_time(life.broken)
        for name, at in times.items():
            if at < life.ends_at:
                steps[case.key, name].append(at)
        if life.is_moved_by_the_town:
            last = max(whole - timedelta(hours=1), whole * 0.9)
            steps[case.key, NEW_DATE].append(hours.after(life.given_at, last) if whole else life.ends_at)
            assert life.ends_at < life.until, "the new date comes before the old one has ended"
    for since, until in waits_of(history):
        rungs = [hours.after(since, timedelta(hours=rung)) for rung in (1, 2, 3)]
        steps[case.key, UNACCEPTED] += [at for at in rungs if at < until]
    return steps


def told_of(told: list[Told], ids: dict[str, int]) -> dict[tuple[int, str], list[Told]]:
    """What was told because of a timer, by case and step; `ids` are those of the cases by their numbers."""
    steps: dict[tuple[int, str], list[Told]] = defaultdict(list)
    for one in told:
        names = {name for words, name in SAID.items() if words in one.words}
        if one.by_a_timer and names and "สรุปเช้า" not in one.words:
            (name,), (number,) = names, set(re.findall(r"\d\d-\d{6}", one.words))
            steps[ids[number], name].append(one)
    return steps


def is_about(expected: datetime, told: datetime, hours: OfficeHours) -> bool:
    return expected <= told and hours.time_between(expected, told) <= AT_MOST_LATE


def test_a_year_of_promises(tmp_path: Path, database_engine: str) -> None:
    url = new_database(database_engine, tmp_path)
    year = Year(url, random.Random(SEED))
    year.goes_by(a_years_deeds(random.Random(SEED), CASES))

    hours = year.office.town.hours
    database = Database(url)
    expected: Steps = {}
    with database.read() as session:
        cases = session.exec(select(Case).order_by(col(Case.id))).all()
        for case in cases:
            expected |= expected_of(case, history_of(session, case.key), hours)
    database.close()
    give_back(url)

    told = told_of(year.told, {case.number: case.key for case in cases})
    # Every step once, at its time, to each chat once; and no step that nothing had brought about.
    assert {step: len(times) for step, times in expected.items() if times} == {
        step: len({one.at for one in messages}) for step, messages in told.items()
    }
    for step, messages in told.items():
        at = sorted({one.at for one in messages})
        assert all(is_about(*both, hours) for both in zip(sorted(expected[step]), at, strict=True)), step
        assert max(Counter((one.at, one.to) for one in messages).values()) == 1, step
    # There was enough of each to mean something.
    counts = Counter(name for (_, name), times in expected.items() for _ in times)
    assert min(counts[name] for name in (HALF, MOST, NEW_DATE, BROKEN, UNACCEPTED)) >= CASES / 3, counts
    # Nobody learnt from silence that a promise was broken.
    assert year.kept_waiting == []
    _all_in_office_hours(told, hours)
    _one_morning_a_day(year, hours)


def _all_in_office_hours(told: dict[tuple[int, str], list[Told]], hours: OfficeHours) -> None:
    """But for the word to those who wait, where a promise had no office hour before its end."""
    outside = [(step, one) for step, messages in told.items() for one in messages if not hours.is_open(one.at)]
    assert {name for (_, name), _ in outside} <= {NEW_DATE}
    assert all(hours.time_between(one.at - timedelta(hours=12), one.at) < timedelta(hours=8) for _, one in outside)


def _one_morning_a_day(year: Year, hours: OfficeHours) -> None:
    for group in GROUPS.values():
        mornings = [one.at.astimezone(BANGKOK) for one in year.told if one.to == group and "สรุปเช้า" in one.words]
        assert len(mornings) > 50
        assert max(Counter(at.date() for at in mornings).values()) == 1
        assert all(hours.is_working_day(at.date()) and at.hour == 8 and at.minute < 6 for at in mornings)
