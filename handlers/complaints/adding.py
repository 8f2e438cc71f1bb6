"""What comes right after a complaint was filed, a late photo most of all, may belong to it: it can be added there."""

from datetime import timedelta

from handlers import aftercare
from handlers.complaints.draft import ToldPlace
from handlers.complaints.keeping import stop_asking, told_so_far
from handlers.complaints.placing import put_on
from handlers.turn import Asked, Declined, Replies, Turn, Words
from models.case import OPEN, Case, PlaceSource, cases_of

JUST_FILED = timedelta(minutes=30)


def case_just_filed(turn: Turn) -> Case | None:
    """The person's newest case, if it is so young that what they send now may be meant for it."""
    newest = cases_of(turn.session, turn.person.key, 1)
    is_young = [case for case in newest if case.status in OPEN and turn.now - case.filed_at < JUST_FILED]
    return is_young[0] if is_young else None


def add_to_case(turn: Turn, asked: Asked) -> Replies:
    """What has been told belongs to a case that is filed already: put it there, and show its division."""
    case, draft = aftercare.case_of(turn, turn.person, asked.whole("case")), told_so_far(turn)
    if draft is None:
        raise Declined("refused.nothing_open")
    if (place := draft.place or draft.seen_at) is not None:
        _add_place(case, place)
    words = [Words(said.message_id, said.words) for said in draft.said]
    aftercare.add(turn, turn.person, case.key, aftercare.Told(words, draft.photo_ids))
    stop_asking(turn)
    return turn.answer("complaints.added", number=case.number)


def _add_place(case: Case, place: ToldPlace) -> None:
    """A pin says more than words; words never replace a place."""
    if place.source != PlaceSource.WORDS or case.place_source is None:
        put_on(case, place)
