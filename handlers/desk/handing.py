"""Passing a case on, to another division or another authority, or declining it: all told to its followers."""

from handlers.desk.working import Working, must_allow, must_be_open, note
from handlers.turn import Declined, Words
from models.case import Status
from models.case_change import Step
from models.case_note import NoteKind
from notifications.about_complaints import show_to_division, tell_declined, tell_handed_over
from notifications.about_the_desk import tell_passed_on, tell_taken_back


def must_be_another(work: Working, division: str) -> None:
    """Refuse what is no division of this town, or has the case already."""
    if division not in work.office.town.by_division:
        raise Declined("refused.old_button")
    if division == work.case.division:
        raise Declined("desk.same_division", division=work.office.division_name(division, work.say.language))


def hand_over(work: Working, division: str, reason: Words | None) -> None:
    """It is another division's: they get its card, and its followers learn who has it now."""
    must_be_another(work, division)
    must_be_open(work)
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


def pass_on(work: Working, authority: str, reason: Words | None) -> None:
    """Another authority sees to it: the number stays, and its followers learn whom to call. Raises Declined."""
    if authority not in work.office.town.by_authority:
        raise Declined("refused.old_button")
    must_allow(work, Status.PASSED_ON)
    kept = note(work, NoteKind.REASON, reason) if reason else None
    work.case.authority, work.case.officer_id = authority, None
    work.move(Status.PASSED_ON, Step.PASSED_ON, note_id=kept, code=authority)
    tell_passed_on(work.session, work.office, work.case, reason.text if reason else None, work.now)


def take_back(work: Working) -> None:
    """The town sees to it after all: it begins anew, by a new day if the old one is over. Raises Declined."""
    case = work.case
    if case.status != Status.PASSED_ON:
        raise Declined("desk.no_longer_open", number=case.number, status=work.say(f"status.{case.status}"))
    kind = work.office.catalogue.by_code[case.type_code]
    is_over = case.promised_at <= work.now
    case.authority = None
    work.move(Status.NEW, Step.TAKEN_BACK, promised_at=work.office.promise(kind, work.now) if is_over else None)
    tell_taken_back(work.session, work.office, case, work.now)
    show_to_division(work.session, work.office, case, "handed_over", work.now)
