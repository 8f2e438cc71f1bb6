"""Danger to life in what somebody tells: whom to call at once, the division told now, and the complaint goes on underneath."""

from content.cards.welcome import danger_card
from content.messages import Message
from handlers.complaints.draft import ComplaintDraft
from handlers.turn import Turn
from notifications.about_complaints import tell_of_danger


def whom_to_call(turn: Turn, draft: ComplaintDraft, words: str) -> list[Message]:
    """The card with the numbers for dangers that these words tell of; each kind once in a complaint."""
    new = [danger for danger in turn.office.dangers.told_in(words) if danger.code not in draft.dangers]
    if not new:
        return []
    draft.dangers += [danger.code for danger in new]
    told = [tell_of_danger(turn.session, turn.office, danger, turn.now) for danger in new]
    return [danger_card(turn.say, turn.office, new, officers_know=all(told))]
