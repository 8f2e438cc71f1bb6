"""Promising another day: sooner with or without a reason, later with one that its followers read."""

from datetime import date

from handlers.desk.steps import delay, must_be_in_hand
from handlers.desk.working import Working, note
from handlers.turn import Declined, Words
from models.case_change import Step
from models.case_note import NoteKind
from notifications.about_the_desk import tell_promised


def promise(work: Working, day: date, reason: Words | None) -> None:
    """It will be done by the end of that day. Raises Declined for a day that can't be, or later without a reason."""
    must_be_in_hand(work)
    (first, *_), last = work.office.new_days(work.now)
    hours = work.office.town.hours
    if not first <= day <= last:
        raise Declined("desk.day_not_possible", latest=work.say.day(hours.closes_on(last)))
    until = hours.closes_on(day)
    if until > work.case.promised_at:
        if reason is None:
            raise Declined("desk_deeds.why_later")
        delay(work, until, reason)
        return
    kept = note(work, NoteKind.REASON, reason) if reason else None
    work.move(work.case.status, Step.PROMISED, note_id=kept, promised_at=until)
    tell_promised(work.session, work.office, work.case, reason.text if reason else None, work.now)
