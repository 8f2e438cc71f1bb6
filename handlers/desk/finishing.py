"""Finishing a case, with the proof of it: one call for the chat, where a photo proves nothing, and for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.closing import will_close
from handlers.desk.proving import OF_PLACE, Verdict, Witness, best_of, judge
from handlers.desk.working import Working, accept_on_the_way, must_allow, note
from handlers.turn import Declined, Moment, Words
from models.case import Case, Proof, Status
from models.case_change import CaseChange, Step
from models.case_note import NoteKind
from models.photo import PHOTOS, WAIT_FOR_PHOTOS, PhotoKind, has_photos_on_their_way, uploaded_as
from models.timer import Timer, set_timer
from notifications.about_complaints import tell_finished

TIMER_TELL = "repairs.tell_now"


@dataclass(frozen=True)
class Shot:
    """An after-photo that is kept under the name that its page gave it, and who says what of where and when."""

    upload_key: str
    witnesses: Sequence[Witness] = ()


@dataclass(frozen=True)
class Repair:
    """What an officer tells of a finished work on the page: photos, or why there are none."""

    outcome: Words
    why_no_photo: Words
    shots: Sequence[Shot] = ()
    # When they told it, where the telephone had no signal and sent it later; None: just now.
    told_at: datetime | None = None


def finish(work: Working, outcome: Words, proof: Proof) -> None:
    """It is done. The followers see the repair once its photos are here; if nobody objects in time, the case closes."""
    must_allow(work, Status.FINISHED)
    accept_on_the_way(work, Status.FINISHED)
    change = work.move(Status.FINISHED, Step.FINISHED, note_id=note(work, NoteKind.OUTCOME, outcome))
    work.case.proof = proof
    will_close(work.moment, work.case, change)
    _tell_when_whole(work, change)


def finish_by_page(work: Working, repair: Repair) -> str:
    """The same with photos of which it is known where and when; returns the key of what is said of it in `desk_said`.

    A photo that proves nothing is taken too. Raises Declined without an outcome, or without photo and reason.
    """
    must_allow(work, Status.FINISHED)
    must_be_told(repair.outcome, repair.why_no_photo, has_photos=bool(repair.shots))
    if not repair.shots:
        note(work, NoteKind.NO_PHOTO, repair.why_no_photo)
        finish(work, repair.outcome, Proof.NO_PHOTO)
        return "finished_without_photo"
    verdict = best_of([_attach(work, shot, repair.told_at or work.now) for shot in repair.shots])
    finish(work, repair.outcome, Proof.PROVEN if verdict.is_proof else Proof.UNPROVEN)
    return _what_is_said(work.case, verdict)


def must_be_told(outcome: Words, why_no_photo: Words, *, has_photos: bool) -> None:
    """Refuse what has neither photo nor reason, or does not say what was done."""
    if not has_photos and not why_no_photo.text:
        raise Declined("proof.photo_or_reason")
    if not outcome.text:
        raise Declined("proof.say_what_was_done")


def _attach(work: Working, shot: Shot, told_at: datetime) -> Verdict:
    photo = uploaded_as(work.session, work.officer.person_id, shot.upload_key)
    if photo is None or photo.case_id is not None:
        raise Declined("form.photo_missing")
    verdict = judge(work.case, told_at, shot.witnesses)
    photo.case_id, photo.kind = work.case.key, PhotoKind.AFTER
    photo.taken_at, photo.metres_off = verdict.taken_at, verdict.metres_off
    work.session.flush()
    return verdict


def _what_is_said(case: Case, verdict: Verdict) -> str:
    if verdict.is_proof:
        return "finished_proven" if case.point is not None else "finished_proven_by_time"
    of_place = bool(verdict.doubts & OF_PLACE)
    of_time = bool(verdict.doubts - OF_PLACE)
    return {(True, False): "finished_not_there", (False, True): "finished_not_now"}.get(
        (of_place, of_time), "finished_neither"
    )


def _tell_when_whole(work: Working, change: CaseChange) -> None:
    if has_photos_on_their_way(work.session, work.case.key):
        slot, due = str(change.id), work.now + WAIT_FOR_PHOTOS
        set_timer(work.session, TIMER_TELL, work.case.key, due, slot=slot, waits_for=PHOTOS)
    else:
        tell_finished(work.session, work.office, work.case, work.now)


def tell_now(moment: Moment, timer: Timer) -> None:
    """The after-photo is here, or took too long: show the followers the repair."""
    case = moment.session.get(Case, timer.subject)
    if case is not None and case.status == Status.FINISHED:
        tell_finished(moment.session, moment.office, case, moment.now)
