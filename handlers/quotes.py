"""An officer answers to a case's card by quoting it: what they say is kept with the case, for officers alone."""

from handlers.casework import working_on
from handlers.guards import READS_ONLY
from handlers.turn import Replies, Turn, Words
from models.case_note import CaseNote, NoteKind, write_note
from models.officer import officer_of
from models.shown_card import case_shown_by


def note_quoted(turn: Turn, words: Words) -> Replies | None:
    """Keep the words, if they quote a case's card and an officer says them; None if they are talk like any other.

    Whoever is being asked something about that very case is answering the question. Raises Declined for an officer who
    may not see the case any more.
    """
    case_id = case_shown_by(turn.session, words.quoted_id) if words.quoted_id is not None else None
    officer = officer_of(turn.session, turn.person.key)
    if case_id is None or officer is None or officer.role in READS_ONLY:
        return None
    if turn.conversation.service is not None and turn.conversation.draft.get("case_id") == case_id:
        return None
    case = working_on(turn, case_id).case
    kept = CaseNote(
        case_id=case.key,
        kind=NoteKind.INTERNAL,
        person_id=turn.person.key,
        line_message_id=words.message_id,
        words=words.text,
        written_at=turn.now,
    )
    write_note(turn.session, kept)
    turn.is_small_talk = True  # they see their own words in the chat: not worth a paid message
    return turn.answer("quotes.noted", number=case.number)
