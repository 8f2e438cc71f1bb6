"""Files a complaint as a case: the same call for chat and page."""

from dataclasses import dataclass

from sqlmodel import col, update

from content.cards.complaints import Receipt
from content.office import Office
from handlers.clocks import restart
from handlers.complaints.draft import ComplaintDraft
from handlers.complaints.placing import put_on
from handlers.turn import Moment
from models.case import Case, next_number
from models.case_change import begin_history
from models.case_note import CaseNote, NoteKind
from models.follower import follow
from models.person import Person
from models.photo import PHOTOS, WAIT_FOR_PHOTOS, Photo, has_photos_on_their_way
from models.streetlight import LightFacts, keep_light
from models.timer import Timer, set_timer
from notifications.about_complaints import announce

TIMER_ANNOUNCE = "complaints.announce_now"


@dataclass(frozen=True)
class Filing:
    """What is to be filed, and for whom. `key`, `phone` (E.164) and `is_anonymous` are told by pages only.

    `light`: what a case about a street light knows besides. `is_shown`: else whoever files it lets the division know.
    """

    draft: ComplaintDraft
    reporter: Person
    key: str | None = None
    phone: str | None = None
    is_anonymous: bool = True
    light: LightFacts | None = None
    is_shown: bool = True


def file(moment: Moment, filing: Filing) -> Case:
    """Make the case, its history, notes and photos; its reporter follows it, and the division is owed its card."""
    case = _new_case(moment, filing)
    moment.session.add(case)
    moment.session.flush()
    if (light := filing.light or _light_of(moment, case)) is not None:
        keep_light(moment.session, case.key, light)
    begin_history(moment.session, case, moment.now)
    follow(moment.session, case, filing.reporter.key, moment.now)
    keep_words_and_photos(moment, filing, case)
    restart(moment, case)
    if filing.is_shown:
        announce_when_whole(moment, case)
    return case


def keep_words_and_photos(moment: Moment, filing: Filing, case: Case) -> None:
    """Everything that was said and shown, with the case; a person can only give their own photos."""
    for said in filing.draft.said:
        moment.session.add(
            CaseNote(
                case_id=case.key,
                kind=NoteKind.COMPLAINT,
                person_id=filing.reporter.key,
                line_message_id=said.message_id,
                words=said.words,
                written_at=moment.now,
            )
        )
    own = (col(Photo.id).in_(filing.draft.photo_ids), col(Photo.person_id) == filing.reporter.key)
    moment.session.exec(update(Photo).where(*own).values(case_id=case.key))


def _new_case(moment: Moment, filing: Filing) -> Case:
    draft, catalogue = filing.draft, moment.office.catalogue
    kind = catalogue.by_code[draft.type_code] if draft.type_code else catalogue.fallback
    case = Case(
        number=next_number(moment.session, moment.now),
        type_code=kind.code,
        reporter_id=filing.reporter.key,
        division=kind.division,
        filed_at=moment.now,
        promised_at=moment.office.promise(kind, moment.now),
        is_confidential=kind.is_confidential,
        filed_under=filing.key,
        contact_phone=filing.phone,
        is_anonymous=filing.is_anonymous,
    )
    if (place := draft.place or draft.seen_at) is not None:
        put_on(case, place)
    return case


def receipt_of(office: Office, case: Case, words: str) -> Receipt:
    """What a reporter is told of a case that was filed with these words."""
    catalogue = office.catalogue
    matter = catalogue.second_matter(words, case.type_code)
    second = catalogue.by_code[matter.code] if matter else None
    return Receipt(case.key, case.number, case.division, case.promised_at, catalogue.by_code[case.type_code], second)


def _light_of(moment: Moment, case: Case) -> LightFacts | None:
    """A lamp without a pole: where it is, the register finds a pole that it lacks."""
    return LightFacts() if moment.office.catalogue.by_code[case.type_code].asset is not None else None


def announce_when_whole(moment: Moment, case: Case) -> None:
    """Owe the division its card, with the photos that are on their way, unless it goes on as another case."""
    moment.session.flush()
    if has_photos_on_their_way(moment.session, case.key):
        set_timer(moment.session, TIMER_ANNOUNCE, case.key, moment.now + WAIT_FOR_PHOTOS, waits_for=PHOTOS)
    else:
        announce(moment.session, moment.office, case, moment.now)


def announce_now(moment: Moment, timer: Timer) -> None:
    """The photos took too long: the division gets its card without them."""
    case = moment.session.get(Case, timer.subject)
    if case is not None:
        announce(moment.session, moment.office, case, moment.now)
