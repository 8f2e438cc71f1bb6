"""What comes right after a complaint was filed, a late photo most of all, may belong to it: it can be added there."""

from datetime import timedelta

from handlers import aftercare
from handlers.complaints.draft import ComplaintDraft, Said, ToldPlace
from handlers.complaints.filing import Filing, keep_words_and_photos
from handlers.complaints.keeping import stop_asking, told_so_far
from handlers.complaints.placing import put_on
from handlers.showing import show_soon
from handlers.turn import Asked, Declined, Moment, Replies, Turn, Words
from models.case import OPEN, Case, PlaceSource
from models.follower import cases_followed
from models.person import Person

JUST_FILED = timedelta(minutes=30)


def case_just_filed(turn: Turn) -> Case | None:
    """The case that the person filed or joined last, if that is so young that what they send now may be meant for it."""
    newest = cases_followed(turn.session, turn.person.key, 1)
    is_young = [case for case, since in newest if case.status in OPEN and turn.now - since < JUST_FILED]
    return is_young[0] if is_young else None


def add_to_case(turn: Turn, asked: Asked) -> Replies:
    """What has been told belongs to a case that the person follows already: put it there, and show its division."""
    case, draft = aftercare.followed_by(turn, turn.person, asked.whole("case")), told_so_far(turn)
    if draft is None:
        raise Declined("refused.nothing_open")
    add_all(turn, turn.person, draft, case)
    stop_asking(turn)
    return turn.answer("complaints.added", number=case.number)


def add_all(moment: Moment, person: Person, draft: ComplaintDraft, case: Case) -> None:
    """Give all that was told to a case that the person follows."""
    place = draft.place or draft.seen_at
    if place is not None and case.reporter_id == person.key:
        _add_place(case, place)
    aftercare.add(moment, person, case.key, told_of(draft, person, case))


def has_all(moment: Moment, person: Person, draft: ComplaintDraft, case: Case) -> bool:
    """Whether all of it went to the case a moment ago: the same, sent twice."""
    return aftercare.has_just_said(moment, person, case, told_of(draft, person, case))


def bring_along(moment: Moment, person: Person, draft: ComplaintDraft, case: Case) -> None:
    """The same for somebody who joins: what they tell is their complaint."""
    whole = draft.model_copy(update={"said": _said(draft, person, case)})
    keep_words_and_photos(moment, Filing(whole, person), case)
    moment.session.flush()
    show_soon(moment, case)


def told_of(draft: ComplaintDraft, person: Person, case: Case) -> aftercare.Told:
    """All that the draft tells of that case."""
    words = [Words(said.message_id, said.words) for said in _said(draft, person, case)]
    return aftercare.Told(words, draft.photo_ids)


def _said(draft: ComplaintDraft, person: Person, case: Case) -> list[Said]:
    """Only its reporter changes where a case is; what others say of the place is kept with their words.

    What LINE writes on a pin, nobody has said.
    """
    place = draft.place or draft.seen_at
    if case.reporter_id == person.key or place is None or not place.words or place.source == PlaceSource.PIN:
        return draft.said
    return [*draft.said, Said(message_id=place.message_id, words=place.words)]


def _add_place(case: Case, place: ToldPlace) -> None:
    """A pin says more than words; words never replace a place."""
    if place.source != PlaceSource.WORDS or case.place_source is None:
        put_on(case, place)
