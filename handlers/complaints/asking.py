"""Asks for what a complaint still lacks, one question at a time, and a day later whether to go on."""

from content.cards.complaints import MOST_LIKELY, Told, question, summary, type_question, ways_on
from content.cards.places import border_question, place_question, which_place_question
from content.messages import Message, tap, text, with_offers
from content.texts import Texts
from handlers.complaints.adding import case_just_filed
from handlers.complaints.alike import ask_whether_same, find_alike
from handlers.complaints.draft import ComplaintDraft, Question
from handlers.complaints.keeping import SERVICE, draft_of, keep, photos_in, told_so_far
from handlers.complaints.placing import choices_of, suggested, take_photos_place
from handlers.turn import Moment, Replies, Turn
from models.case import Case, PlaceSource
from models.conversation import Conversation
from models.person import Person
from models.photo import PhotoStatus
from models.taught import taught_about
from models.timer import Timer
from notifications.steps import AT_ONCE, tell

# The open question is whether to go on at all: a yes to it files nothing.
WHETHER_TO_GO_ON = "whether_to_go_on"


def ask_next(turn: Turn, draft: ComplaintDraft, *before: Message) -> Replies:
    """Keep the draft, set the clock anew, and ask for what is missing; `before` is said first."""
    before = (*before, *take_photos_place(turn, draft))
    find_alike(turn, draft)
    keep(turn, draft)
    late_for = case_just_filed(turn) if draft.has_just_begun else None
    if late_for is None:
        return [*before, _question(turn, draft)]
    return [*before, text(turn.say("complaints.for_the_last", number=late_for.number)), _or_add(turn, draft, late_for)]


def asked_again(turn: Turn) -> Replies:
    """The open question once more, because its buttons are gone from the screen; nothing if none is open."""
    draft = told_so_far(turn)
    return [_question(turn, draft)] if draft is not None else []


def _question(turn: Turn, draft: ComplaintDraft) -> Message:
    asked = draft.next_question()
    if asked == Question.TYPE:
        form = turn.office.liff_url("complaint")
        return type_question(turn.say, turn.office.catalogue, likely_types(turn, draft.words), form)
    if asked in (Question.PLACE, Question.WHICH_PLACE, Question.BORDER):
        return _place_question(turn, draft, asked)
    if asked == Question.SAME:
        return ask_whether_same(turn, draft)
    if asked == Question.SUMMARY:
        return summary(turn.say, _read_back(turn, draft))
    kind = turn.office.catalogue.by_code.get(draft.type_code or "")
    hint = kind.ask.in_(turn.say.language) if asked == Question.WORDS and kind is not None and kind.ask else ""
    return question(turn.say, asked, hint)


def likely_types(moment: Moment, words: str) -> list[str]:
    """The types that the words speak for. However clear they are, it is the reporter who chooses."""
    if not words:
        return []
    catalogue = moment.office.catalogue
    suggestions = catalogue.vocabulary.suggest(words, taught_about(moment.session, words))
    known = [suggestion.code for suggestion in suggestions if suggestion.code in catalogue.by_code]
    choices = [
        code for code in known if catalogue.by_code[code] in catalogue.offered and code != catalogue.fallback.code
    ]
    return choices[:MOST_LIKELY]


def _place_question(turn: Turn, draft: ComplaintDraft, asked: Question) -> Message:
    if asked == Question.PLACE:
        return place_question(turn.say, suggested(turn.office, draft))
    if asked == Question.WHICH_PLACE:
        return which_place_question(turn.say, choices_of(turn.office, draft))
    neighbour = draft.place.neighbour if draft.place else None
    return border_question(turn.say, turn.office, neighbour)


def _or_add(turn: Turn, draft: ComplaintDraft, case: Case) -> Message:
    add = tap(turn.say("buttons.add_to_case"), "complaints.add_to_case", case=case.key)
    return with_offers(_question(turn, draft), [add, *ways_on(turn.say)])


def _read_back(turn: Turn, draft: ComplaintDraft) -> Told:
    office, say = turn.office, turn.say
    kind = office.catalogue.by_code[draft.type_code] if draft.type_code else office.catalogue.fallback
    photos = photos_in(turn, draft.photo_ids)
    return Told(
        type_name=kind.name.in_(say.language),
        picture=kind.picture,
        words=draft.words or say("case.no_words"),
        place=_place_in_words(draft, say),
        photo_urls=[office.photo_url(photo.token) for photo in photos if photo.status == PhotoStatus.STORED],
        photo_count=len(photos),
        round=turn.conversation.round,
    )


def _place_in_words(draft: ComplaintDraft, say: Texts) -> str:
    place = draft.place or draft.seen_at
    if place is None:
        return say("case.no_place")
    return place.words or say("case.photo_only" if place.source == PlaceSource.PHOTO else "case.pin_only")


def ask_whether_to_go_on(moment: Moment, timer: Timer) -> None:
    """A day after the last word: ask once whether to go on, if it is still the same half-told complaint."""
    conversation = moment.session.get(Conversation, timer.subject)
    if conversation is None or conversation.service != SERVICE or str(conversation.round) != timer.slot:
        return
    draft, person = draft_of(conversation), moment.session.get(Person, conversation.person_id)
    if draft is None or draft.is_empty or person is None or person.line_user_id is None:
        return
    conversation.question = WHETHER_TO_GO_ON
    question = _go_on_question(moment.office.says_in(person.language), "complaints.still_there")
    tell(moment.session, person.line_user_id, question, moment.now, patience=AT_ONCE)


def _go_on_question(say: Texts, key: str) -> Message:
    offers = [
        tap(say("buttons.go_on"), "complaints.go_on"),
        tap(say("buttons.start_over"), "complaints.start_over"),
        tap(say("buttons.cancel"), "complaints.cancel"),
    ]
    return text(say(key), offers)


def already_telling(turn: Turn) -> Replies:
    """There is something half-told: go on with it, or start over?"""
    turn.conversation.question = WHETHER_TO_GO_ON
    return [_go_on_question(turn.say, "complaints.already_telling")]
