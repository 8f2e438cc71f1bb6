"""What officers write: to the reporter, who is told at once and may answer; or among themselves, which nobody else reads."""

from content.case_facts import officer_name
from content.replies import Reply
from handlers.desk.working import Working, note
from handlers.turn import Declined, Moment, Words
from models.case import Case
from models.case_note import NoteKind
from models.officer import Officer
from notifications.about_the_desk import reporter_to_tell, tell_reply


def reply(work: Working, words: Words) -> None:
    """Tell the reporter. Raises Declined if they can't be reached in LINE: then somebody has to call."""
    reporter = reporter_to_tell(work.session, work.case)
    if reporter is None:
        raise Declined("desk_deeds.cannot_be_reached", number=work.case.number)
    note(work, NoteKind.REPLY, words)
    tell_reply(work.session, work.office, work.case, reporter, words.text, work.now)


def add_note(work: Working, words: Words) -> None:
    """Keep it with the case, among officers."""
    note(work, NoteKind.INTERNAL, words)


def filled(moment: Moment, officer: Officer, case: Case, template: Reply, language: str) -> str:
    """A ready-made reply in the reporter's language with its blanks filled, to be looked over before it is sent."""
    say = moment.office.says_in(language)
    kind = moment.office.catalogue.by_code[case.type_code]
    return template.text.in_(language).format(
        number=case.number,
        type=kind.name.in_(language),
        officer=officer_name(moment.session, officer.key, moment.office, say),
        division=moment.office.division_name(case.division, language),
        day=say.day(case.promised_at),
        phone=moment.office.town.phone,
    )
