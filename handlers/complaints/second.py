"""A text may tell two matters: after the first is filed, the second is begun with one tap, its words already there."""

from handlers.complaints.asking import already_telling, ask_next
from handlers.complaints.draft import ComplaintDraft, Question, Said
from handlers.complaints.keeping import told_so_far
from handlers.complaints.placing import place_of
from handlers.turn import Asked, Declined, Replies, Turn
from models.case import Case, own_case
from models.case_note import NoteKind, notes_of, words_of


def tell_second(turn: Turn, asked: Asked) -> Replies:
    """Begin a complaint of the second type with its words and the first one's place; what is missing is asked for."""
    case, code = own_case(turn.session, turn.person.key, asked.whole("case")), asked.word("type")
    if case is None:
        raise Declined("refused.not_your_case")
    draft = told_so_far(turn)
    if draft is not None and not draft.is_empty:
        return already_telling(turn)
    told = words_of(turn.session, case.key, person_id=turn.person.key)  # others who joined say it in their own
    matter = turn.office.catalogue.second_matter(told, case.type_code)
    if matter is None or matter.code != code:  # taken back or corrected meanwhile
        raise Declined("refused.old_button")
    said = Said(message_id=_told_in(turn, case, matter.words), words=matter.words)
    decided = {Question.BORDER}  # with the first one, if it was asked at all
    return ask_next(turn, ComplaintDraft(type_code=code, said=[said], place=place_of(case), passed_over=decided))


def _told_in(turn: Turn, case: Case, words: str) -> str | None:
    """The message that the words came with: if its author takes it back, they go too."""
    notes = notes_of(turn.session, case.key, NoteKind.COMPLAINT)
    return next((note.line_message_id for note in notes if words in note.words), None)
