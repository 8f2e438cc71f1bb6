"""Officers' work on a case, from its card: taking it. What all their steps share is here too."""

from dataclasses import dataclass

from content.cards.desk import in_hand_card
from content.case_facts import officer_name
from handlers.guards import acting_officer
from handlers.turn import Asked, Declined, Over, Replies, Turn, Words
from models.case import IN_HAND, Case, Status
from models.case_change import ALLOWED_NEXT, Step, move_to
from models.case_note import CaseNote, NoteKind, write_note
from models.officer import Officer, case_for
from notifications.about_complaints import tell_accepted

LONGEST_SENTENCE = 1000
# From where a step may be taken though the case has first to be accepted, by the step.
ACCEPTED_ON_THE_WAY = {Status.WORKING: {Status.NEW, Status.REOPENED}, Status.FINISHED: {Status.NEW}}


@dataclass(frozen=True)
class Working:
    """An officer with a case that they may change, locked for this transaction."""

    officer: Officer
    case: Case


def working_on(turn: Turn, case_id: int) -> Working:
    """The case, if this officer may see it; decided in SQL. Raises Declined."""
    officer = acting_officer(turn)
    case = case_for(turn.session, officer, case_id)
    if case is None:
        raise Declined("refused.not_your_division")
    return Working(officer, case)


def still_working_on(turn: Turn, case_id: int, status: Status) -> Working:
    """The same, for the next step of what this chat is in the middle of. Raises Over if the case has moved on."""
    try:
        work = working_on(turn, case_id)
        must_allow(turn, work.case, status)
    except Declined as refusal:
        raise Over(refusal.key, **refusal.blanks) from refusal
    return work


def must_allow(turn: Turn, case: Case, status: Status) -> None:
    """Refuse with a sentence where the case stands, if it can't go to `status` from there.

    A case that nobody has accepted yet can be begun or finished too: the accepting is then part of it.
    """
    if case.status in ACCEPTED_ON_THE_WAY.get(status, ()):
        return
    if status not in ALLOWED_NEXT[case.status]:
        raise Declined("desk.no_longer_open", number=case.number, status=turn.say(f"status.{case.status}"))


def accept_on_the_way(turn: Turn, work: Working, status: Status) -> None:
    """Write down that the officer takes the case, if the step to `status` is the first sign of it."""
    if work.case.status in ACCEPTED_ON_THE_WAY[status]:
        move_to(turn.session, work.case, Status.ACCEPTED, Step.ACCEPTED, turn.now, officer_id=work.officer.key)
    work.case.officer_id = work.officer.key


def note(turn: Turn, case: Case, kind: NoteKind, words: Words) -> int:
    """Keep what an officer or reporter wrote about a case; returns the note's id."""
    kept = CaseNote(
        case_id=case.key,
        kind=kind,
        person_id=turn.person.key,
        line_message_id=words.message_id,
        words=words.text[:LONGEST_SENTENCE],
        written_at=turn.now,
    )
    return write_note(turn.session, kept).key


def accept(turn: Turn, asked: Asked) -> Replies:
    """Take a case. The second who taps is told who has it."""
    work = working_on(turn, asked.whole("case"))
    case, officer = work.case, work.officer
    if case.status in IN_HAND:
        if case.officer_id == officer.key:
            return [in_hand_card(turn.say, turn.say("desk.already_yours", number=case.number), case.key, case.status)]
        holder = officer_name(turn.session, case.officer_id, turn.office, turn.say)
        return turn.answer("desk.already_accepted", number=case.number, officer=holder)
    must_allow(turn, case, Status.ACCEPTED)
    case.officer_id = officer.key
    move_to(turn.session, case, Status.ACCEPTED, Step.ACCEPTED, turn.now, officer_id=officer.key)
    tell_accepted(turn.session, turn.office, case, turn.now)
    name = officer_name(turn.session, officer.key, turn.office, turn.say)
    sentence = turn.say("desk.accepted", officer=name, number=case.number)
    return [in_hand_card(turn.say, sentence, case.key, case.status)]
