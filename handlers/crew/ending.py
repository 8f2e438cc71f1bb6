"""How a stop of the round ends: done, or waiting for a part until a day. Each is what the desk does, never more."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from handlers.crew.stocking import use_parts
from handlers.crew.visiting import witness_of_the_sticker
from handlers.crew.working import has_done, must_be_as_shown
from handlers.desk.finishing import Repair, finish_by_page
from handlers.desk.steps import delay
from handlers.desk.waiting import wait
from handlers.desk.working import Working
from handlers.turn import Declined, Words
from models.case import BANGKOK, Status, WaitsFor
from models.case_change import Step
from models.person import Person


@dataclass(frozen=True)
class Told:
    """What comes with either: the page's name for it, the step that it showed last, when it was tapped, and the parts."""

    person: Person
    key: str
    seen: int | None
    at: datetime
    parts: Mapping[str, int] = field(default_factory=dict)


def finish(work: Working, told: Told, repair: Repair) -> str | None:
    """It shines. Returns what is said of it, as `finish_by_page`; None if this officer had told so already."""
    if has_done(work, Step.FINISHED, {Status.FINISHED, Status.CLOSED}):
        return None
    must_be_as_shown(work, told.person, told.seen)
    use_parts(work, told.key, told.parts, told.at)
    witness = witness_of_the_sticker(work, told.at)
    shots = [replace(shot, witnesses=[*shot.witnesses, witness]) if witness else shot for shot in repair.shots]
    return finish_by_page(work, replace(repair, shots=shots, told_at=told.at))


def wait_for_part(work: Working, told: Told, part: str, until: date) -> None:
    """It has to wait for a part (its code) until that evening; its followers are told so once. Raises Declined."""
    wanted = work.office.poles.part_by_code.get(part)
    if wanted is None:
        raise Declined("crew.say_which_part")
    promised_at = _end_of_the_evening(work, until)
    if has_done(work, Step.WAITING, {Status.WAITING}) and work.case.promised_at == promised_at:
        return
    must_be_as_shown(work, told.person, told.seen)
    use_parts(work, told.key, told.parts, told.at)
    reason = Words(None, work.office.says_in("th")("crew.waits_for_part", part=wanted.name.th))
    if work.case.status == Status.WAITING:
        delay(work, promised_at, reason)
    else:
        wait(work, WaitsFor.OTHERS, reason, promised_at)


def _end_of_the_evening(work: Working, day: date) -> datetime:
    (first, *_), last = work.office.new_days(work.now)
    if not first <= day <= last:
        raise Declined("desk.day_not_possible", latest=work.say.day(work.office.town.hours.closes_on(last)))
    return datetime.combine(day, work.office.town.lights.ends, BANGKOK)
