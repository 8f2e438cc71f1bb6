"""Buttons that somebody types: LINE on a computer shows no quick replies."""

from collections.abc import Callable

from content.cards.complaints import all_types
from content.texts import polite_endings
from handlers.complaints.asking import WHETHER_TO_GO_ON
from handlers.complaints.deciding import CHANGEABLE, change, go_on, start_over
from handlers.complaints.draft import ComplaintDraft, Question
from handlers.complaints.joining import join, keep_apart
from handlers.complaints.keeping import told_so_far
from handlers.complaints.whereabouts import keep_here, pass_on
from handlers.turn import Asked, Replies, Turn
from models.thai import compact

Handler = Callable[[Turn, Asked], Replies]
Button = tuple[Handler, Asked]


def show_all_types(turn: Turn, asked: Asked) -> Replies:
    """Every category; what has been told stays as it is."""
    return [all_types(turn.say, turn.office.catalogue)]


def button_named(turn: Turn, words: str) -> Button | None:
    """The button under the open question that these words name."""
    draft, typed = told_so_far(turn), compact(words)
    buttons = _under_the_question(turn, draft) if draft is not None else {}
    if "buttons.another_matter" in buttons and typed in _ways_to_say_no(turn):
        return buttons["buttons.another_matter"]
    return next((button for label, button in buttons.items() if compact(turn.say(label)) == typed), None)


def _ways_to_say_no(turn: Turn) -> set[str]:
    """To whether it is the same; a yes is the command `confirm`."""
    return {compact(no + ending) for no in turn.say.words("alike.no") for ending in ("", *polite_endings())}


def _under_the_question(turn: Turn, draft: ComplaintDraft) -> dict[str, Button]:
    """By the key of each label."""
    if turn.conversation.question == WHETHER_TO_GO_ON:
        return {"buttons.go_on": (go_on, Asked()), "buttons.start_over": (start_over, Asked())}
    asked = draft.next_question()
    if asked == Question.SAME:
        joins = (join, Asked(case=str(draft.alike)))
        return UNDER[asked] | {"buttons.same_matter": joins, "buttons.add_to_case": joins}
    return UNDER.get(asked, {})


CHANGES: dict[str, Button] = {f"buttons.change_{what}": (change, Asked(what=what)) for what in CHANGEABLE}
CHANGES_PLACE = {"buttons.change_place": CHANGES["buttons.change_place"]}
UNDER: dict[Question, dict[str, Button]] = {
    Question.TYPE: {"buttons.all_types": (show_all_types, Asked())},
    Question.BORDER: {
        "buttons.keep_here": (keep_here, Asked()),
        "buttons.pass_on": (pass_on, Asked()),
        **CHANGES_PLACE,
    },
    Question.SAME: {"buttons.another_matter": (keep_apart, Asked()), **CHANGES_PLACE},
    Question.SUMMARY: CHANGES,
}
