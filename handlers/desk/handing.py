"""Passing a case on to another division, or declining it: both told to its followers."""

from handlers.desk.working import Working, must_allow, note
from handlers.turn import Declined, Words
from models.case import Status
from models.case_change import Step
from models.case_note import NoteKind
from notifications.about_complaints import show_to_division, tell_declined, tell_handed_over


def must_be_another(work: Working, division: str) -> None:
    """Refuse what is no division of this town, or has the case already."""
    if division not in work.office.town.by_division:
        raise Declined("refused.old_button")
    if division == work.case.division:
        raise Declined("desk.same_division", division=work.office.division_name(division, work.say.language))


def hand_over(work: Working, division: str, reason: Words | None) -> None:
    """It is another division's: they get its card, and its followers learn who has it now."""
    must_be_another(work, division)
    must_allow(work, Status.NEW)
    kept = note(work, NoteKind.REASON, reason) if reason else None
    work.case.division, work.case.officer_id = division, None
    work.move(Status.NEW, Step.HANDED_OVER, note_id=kept)
    tell_handed_over(work.session, work.office, work.case, reason.text if reason else None, work.now)
    show_to_division(work.session, work.office, work.case, "handed_over", work.now)


def decline(work: Working, reason: Words) -> None:
    """The town can't do it: its followers learn why, and where to ask."""
    must_allow(work, Status.DECLINED)
    kept = note(work, NoteKind.REASON, reason)
    work.case.officer_id = work.officer.key
    work.move(Status.DECLINED, Step.DECLINED, note_id=kept)
    tell_declined(work.session, work.office, work.case, reason.text, work.now)
