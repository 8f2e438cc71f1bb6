"""Groups and officers enrol with one-time codes: a group's in the group, an officer's in private."""

from content.cards.desk import division_card
from content.case_facts import case_facts
from content.messages import Message, tap, text
from handlers import complaints
from handlers.desk.team import give_on
from handlers.desk.way_in import way_in
from handlers.guards import READS_ONLY
from handlers.turn import Asked, Declined, Over, Replies, Turn, Words
from models.case import waiting_in
from models.enrolment import CodeKind, EnrolmentCode, TooManyTries, WrongCode, spend_code
from models.errand import send_on_errand
from models.officer import Officer, Role, officer_of
from models.staff_group import group_of
from models.team import held_by
from notifications.groups import COUNT

SERVICE = "officers"
LONGEST_NAME = 40
# A reply carries five messages.
MOST_WAITING_SHOWN = 4


def enrol_group(turn: Turn, code: str) -> Replies:
    """The group command with a code, in a group: its division's alerts go here from now on."""
    if turn.group_id is None:
        raise Declined("groups.enrol_in_group")
    if not code:
        raise Declined("groups.no_code")
    spent = _spend(turn, CodeKind.GROUP, code, turn.group_id)
    if isinstance(spent, str):
        return turn.answer(spent)
    group = group_of(turn.session, turn.group_id, turn.now)
    group.division, group.enrolled_at, group.left_at = spent.division, turn.now, None
    send_on_errand(turn.session, COUNT, {"group_id": group.key, "line_group_id": turn.group_id}, turn.now)
    name = turn.office.division_name(spent.division, turn.say.language)
    return [*turn.answer("groups.enrolled", division=name), *_waiting_cards(turn, spent.division)]


def _waiting_cards(
    turn: Turn, division: str, limit: int = MOST_WAITING_SHOWN, *, confidential: bool = False
) -> Replies:
    """What was filed before the division had a group or a head, or while it had none: the oldest first."""
    waiting = waiting_in(turn.session, division, limit, confidential=confidential)
    return [division_card(turn.say, case_facts(turn.session, case, turn.office, turn.say), "new") for case in waiting]


def enrol_officer(turn: Turn, code: str) -> Replies:
    """The officer command with a code, in private: a role in a division; then asks for the name that residents see."""
    if turn.group_id is not None:
        raise Declined("officers.enrol_in_private")
    if not code:
        raise Declined("officers.no_code")
    if complaints.asked_again(turn):  # the name that is asked for next would put away what they have told
        raise Declined("officers.complaint_first")
    spent = _spend(turn, CodeKind.OFFICER, code, str(turn.person.line_user_id))
    if isinstance(spent, str):
        return turn.answer(spent)
    given = spent.role or Role.OFFICER
    _give_role(turn, spent.division, given)
    turn.conversation.open(SERVICE, "name", {})
    role, division = turn.say(f"roles.{given}"), turn.office.division_name(spent.division, turn.say.language)
    trusted = given == Role.HEAD
    return [
        text(turn.say("officers.enrolled", role=role, division=division)),
        *(_waiting_cards(turn, spent.division, MOST_WAITING_SHOWN - 1, confidential=True) if trusted else []),
        _name_question(turn),
    ]


def _name_question(turn: Turn) -> Message:
    return text(turn.say("officers.ask_name"), [tap(turn.say("buttons.skip"), "enrolment.skip")])


def _spend(turn: Turn, kind: CodeKind, code: str, source_key: str) -> EnrolmentCode | str:
    """The spent code, or the key of what to say. A wrong try must be counted, so it is an answer, not a refusal."""
    try:
        return spend_code(turn.session, kind, code, source_key, turn.office.secret, turn.now)
    except WrongCode:
        return "officers.wrong_code"
    except TooManyTries:
        return "officers.too_many_tries"


def _give_role(turn: Turn, division: str, role: Role) -> None:
    before = officer_of(turn.session, turn.person.key)
    if before is not None:
        before.ended_at = turn.now
        turn.session.flush()
    new = Officer(person_id=turn.person.key, division=division, role=role, enrolled_at=turn.now)
    turn.session.add(new)
    turn.session.flush()
    if before is not None and before.division == division and role not in READS_ONLY:
        for case in held_by(turn.session, before):  # the same person still has them
            case.officer_id = new.key
    elif before is not None:
        give_on(turn, before, new)


def hear_words(turn: Turn, words: Words) -> Replies:
    """The name that residents will see."""
    name = " ".join(words.text.split())
    if len(name) > LONGEST_NAME:
        return [text(turn.say("officers.name_too_long", limit=LONGEST_NAME)), _name_question(turn)]
    officer = officer_of(turn.session, turn.person.key)
    if officer is None:
        raise Over("refused.not_an_officer")
    turn.conversation.close()
    officer.public_name = name
    return [*turn.answer("officers.named_now", name=name), way_in(turn, officer)]


def skip(turn: Turn, asked: Asked) -> Replies:
    """Stay without a name: residents see the division."""
    if turn.conversation.service != SERVICE:
        raise Declined("refused.nothing_open")
    turn.conversation.close()
    officer = officer_of(turn.session, turn.person.key)
    ways = [way_in(turn, officer)] if officer is not None else []
    return [*turn.answer("officers.named_now", name=turn.say("officers.unnamed")), *ways]
