"""Where a complaint is: a pin, a photo's position, or words looked up in the town's list; and whose it is there."""

from content.messages import Message, text
from content.office import Office
from content.towns.places import Place
from handlers.complaints.draft import LONGEST_PLACE, ComplaintDraft, Question, ToldPlace
from handlers.turn import Moment, Pin, Turn, Words
from models.case import ACCURACY_M, NOWHERE, BorderSide, Case, PlaceSource
from models.follower import NO_SPOT, Follower, spot_of_another
from models.geography import Point

# More places of one name than these are no choice but a riddle.
MOST_CHOICES = 4
# Of a long story, so much is searched for names of places.
LETTERS_SEARCHED = 500


def pinned(office: Office, pin: Pin) -> ToldPlace:
    """A pin that somebody sent."""
    place = ToldPlace(source=PlaceSource.PIN, words=pin.address, message_id=pin.message_id)
    return with_point(office, place, Point(pin.latitude, pin.longitude), ACCURACY_M[PlaceSource.PIN])


def photographed(office: Office, point: Point, message_id: str | None) -> ToldPlace:
    """Where a photo says it was taken."""
    place = ToldPlace(source=PlaceSource.PHOTO, message_id=message_id)
    return with_point(office, place, point, ACCURACY_M[PlaceSource.PHOTO])


def told_in_words(office: Office, words: Words) -> ToldPlace:
    """Words as they are; with the point of the listed place that they name, or the choice if they name several."""
    place = ToldPlace(words=words.text[:LONGEST_PLACE], message_id=words.message_id)
    named = office.town.gazetteer.named_in(words.text[:LETTERS_SEARCHED])
    if len(named) == 1:
        return listed(office, place, named[0])
    return place.model_copy(update={"choices": [one.code for one in named[:MOST_CHOICES]]})


def listed(office: Office, place: ToldPlace, where: Place) -> ToldPlace:
    """The place, known to be at one of the town's list; its words stay as they were told."""
    settled = place.model_copy(update={"choices": [], "village": where.village_code})
    return with_point(office, settled, where.point, where.radius_m)


def with_point(office: Office, place: ToldPlace, point: Point, accuracy_m: float) -> ToldPlace:
    """The place with its point, the village there, and on which side of whose border it is."""
    standing = office.town.borders.standing(point, accuracy_m)
    return place.model_copy(
        update={
            "latitude": point.latitude,
            "longitude": point.longitude,
            "accuracy_m": accuracy_m,
            "village": place.village or office.town.gazetteer.village_at(point),
            "border_side": standing.side if standing else None,
            "neighbour": standing.neighbour.code if standing and standing.neighbour else None,
        }
    )


def put_on(case: Case, place: ToldPlace) -> None:
    """Give a case its place; words that it has are kept."""
    told = place.model_dump(exclude={"message_id", "choices", "words", "source", "accuracy_m"})
    for column, value in told.items():
        setattr(case, column, value)
    case.place_source, case.accuracy_m = place.source, place.accuracy_m if place.has_point else None
    case.address = case.address or place.words


def let_go_of_place(moment: Moment, case: Case) -> None:
    """Its reporter's place is taken back or erased: the case goes on where another who follows it says that it is."""
    for column, value in NOWHERE.items():
        setattr(case, column, value)
    spot = spot_of_another(moment.session, case)
    if spot is not None:
        put_on(case, with_point(moment.office, ToldPlace(source=spot.source), spot.point, spot.accuracy_m))


def forget_spot(moment: Moment, follower: Follower) -> None:
    """What somebody who joined said of the place goes; a case that has come to stand there goes on at another's."""
    case, spot = moment.session.get_one(Case, follower.case_id), follower.spot
    for column, value in NO_SPOT.items():
        setattr(follower, column, value)
    moment.session.flush()
    is_its_own = case.reporter_id == follower.person_id or case.address is not None
    if spot is not None and spot.point == case.point and not is_its_own:
        let_go_of_place(moment, case)


def place_of(case: Case) -> ToldPlace | None:
    """The place of a case as it was told, for another case at the same place."""
    if case.place_source is None:
        return None
    place = ToldPlace(source=case.place_source, words=case.address)
    kept = place.model_dump(exclude={"message_id", "choices", "words", "source", "accuracy_m"})
    same = {column: getattr(case, column) for column in kept}
    return place.model_copy(update=same | ({"accuracy_m": case.accuracy_m} if case.accuracy_m is not None else {}))


def suggested(office: Office, draft: ComplaintDraft) -> tuple[Place, ...]:
    """Places that the complaint's own words name: each is a tap instead of a sentence."""
    return office.town.gazetteer.named_in(draft.words[:LETTERS_SEARCHED])[:MOST_CHOICES]


def choices_of(office: Office, draft: ComplaintDraft) -> tuple[Place, ...]:
    """The listed places of which the words may mean any. A town may have changed its list since."""
    by_code = office.town.gazetteer.by_code
    return tuple(by_code[code] for code in draft.place.choices if code in by_code) if draft.place else ()


def take_photos_place(turn: Turn, draft: ComplaintDraft) -> list[Message]:
    """Where the place would be asked for next, and a photo has told it: take that, and say so."""
    if draft.seen_at is None or draft.next_question() != Question.PLACE:
        return []
    draft.put_at(draft.seen_at)
    return [text(turn.say("complaints.got_place_of_photo"))]


def is_outside(place: ToldPlace | None) -> bool:
    """Whether it is surely not the town's."""
    return place is not None and place.border_side == BorderSide.OUTSIDE
