"""What the pages about a pole show: the pole, what is known of it, whom to call, and what comes next."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, make_response, render_template, request
from flask import session as visit
from sqlmodel import Session

from content.case_facts import status_name
from content.messages import phone_uri
from content.names import Name
from content.office import Office
from content.poles import Fault
from content.texts import LANGUAGES, Texts
from handlers.streetlights.finding import poles_around
from handlers.streetlights.reporting import MOST_PHOTOS
from handlers.streetlights.standing import KnownLight, known_at
from handlers.turn import Declined, Moment
from liff_web.frame import Frame
from liff_web.identity import reader
from liff_web.passers_by import known_visitor
from liff_web.pole_form import PoleForm, new_form, remembered_seen
from liff_web.pole_history import pole_history_section
from liff_web.pole_links import PoleLinks
from liff_web.uploads import Darkroom
from models.asset import Asset
from models.case import BANGKOK, OPEN, Case
from models.follower import followed_case
from models.geography import Point
from models.officer import officer_of
from models.person import Language, Person
from models.staff_group import groups_of_division
from models.streetlight import Streetlight, pole_of, streetlight_of

LANGUAGE = "language"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PoleFrame(Frame):
    """Pages that open for everybody, in the language that they ask for, that LINE has told, or that their browser tells."""

    darkroom: Darkroom

    @property
    def links(self) -> PoleLinks:
        """How addresses name poles."""
        return PoleLinks(self.office.secret)

    def language(self) -> str:
        """What this reader reads. What they asked for holds for the visit."""
        if request.args.get("lang") in LANGUAGES:
            visit[LANGUAGE] = request.args["lang"]
        if visit.get(LANGUAGE) in LANGUAGES:
            return str(visit[LANGUAGE])
        person = reader(self.database)
        return person.language if person else request.accept_languages.best_match(LANGUAGES, Language.THAI)

    def for_all(self, template: str, status: int = 200, **shown: Any) -> Response:
        """A page without a shell."""
        language, person = self.language(), reader(self.database)
        other = next(one for one in LANGUAGES if one != language)
        shared = {"for_all": True, "language": language, "other_language": other, "now": self.clock()}
        return self.page(template, person, status, **shared | shown)

    def standing_pole(self, signed: str) -> Asset | None:
        """The pole of an address, if it stands there. Raises BadQr."""
        with self.database.read() as session:
            found = self.links.meant(self.moment(session), signed)
            return found.pole if found.is_standing else None

    def pole_page(self, signed: str, form: PoleForm, status: int = 200, **shown: Any) -> Response:
        """The pole's own page; of one that is not there, a page that says so. Raises BadQr."""
        with self.database.read() as session:
            moment, person = self.moment(session), known_visitor(self)
            found, language = self.links.meant(moment, signed), self.language()
            if found.pole is None or not found.is_standing:
                return self._nowhere(session, signed, found.code, found.pole)
            facts = pole_facts(self.office, found.pole, language)
            known = known_at(moment, found.pole, person, language)
            is_officer = person is not None and officer_of(session, person.key) is not None
            say = self.office.says_in(language)
            facts |= pole_history_section(moment, found.pole, say)
        facts |= {"known": [(one, known_words(self.office, say, one, moment.now)) for one in known]}
        facts |= {"signed": signed, "form": form, "most_photos": MOST_PHOTOS, "faults": self.office.poles.faults}
        facts |= {"calls": calls_of(self.office), "declined": None, "is_officer": is_officer}
        return self.for_all("pole.html", status, **facts | shown)

    def _nowhere(self, session: Session, signed: str, code: str, pole: Asset | None) -> Response:
        """A sticker of ours that hangs nowhere yet, or whose pole is gone."""
        person = reader(self.database)
        is_officer = person is not None and officer_of(session, person.key) is not None
        facts = {"code": code, "signed": signed, "is_officer": is_officer, "near": []}
        if pole is not None:
            facts["near"] = self.offered(session, pole.point)
        return self.for_all("pole_nowhere.html", 200 if pole is None else 410, pole=pole, **facts)

    def wrong_page(self) -> Response:
        """A code that the town has not made, or not with a key that it still has. How many there are, the log tells."""
        log.warning("a pole's code that is not ours was opened")
        return self.for_all("pole_wrong.html", 404, key=new_form().key)

    def refusal_page(self, refusal: Declined, status: int = 404) -> Response:
        """What can't be done, with the way on."""
        return self.for_all("pole_refused.html", status, refusal=refusal)

    def offered(self, session: Session, point: Point) -> list[tuple[Asset, int, str]]:
        """The poles around a point: each with how many metres off it is and the last part of its address."""
        now = self.clock()
        return [
            (one.asset, round(one.metres), self.links.near(one.asset.code, now)) for one in poles_around(session, point)
        ]

    def near_answer(self, point: Point) -> Response:
        """The same as a piece of a page."""
        with self.database.read() as session:
            near = self.offered(session, point)
        say, root = self.office.says_in(self.language()), "../" * (request.path.count("/") - 1)
        return make_response(render_template("pole_near.html", near=near, say=say, root=root, office=self.office))

    def receipt_page(self, signed: str, person: Person | None, case_id: int) -> Response:
        """What became of it, for whoever told or follows it."""
        with self.database.read() as session:
            case = followed_case(session, person.key, case_id, to_change=False) if person is not None else None
            if person is None or case is None:
                return self.refusal_page(Declined("refused.not_your_case"))
            facts = self._receipt(self.moment(session), person, case, streetlight_of(session, case.key))
        said = "settled" if request.args.get("said") == "settled" else None
        return self.for_all("pole_filed.html", case=case, signed=signed, said=said, **facts)

    def _receipt(self, moment: Moment, person: Person, case: Case, light: Streetlight | None) -> dict[str, Any]:
        language, pole = self.language(), pole_of(moment.session, case.key)
        say, is_own = self.office.says_in(language), case.reporter_id == person.key
        facts = pole_facts(self.office, pole, language) if pole is not None else {"pole": None, "owner": None}
        fault = self.office.poles.fault_by_code.get(light.fault or "") if light is not None else None
        facts |= {"fault": fault, "calls": calls_of(self.office), "officers_know": officers_know(moment, fault)}
        facts |= {"is_own": is_own, "by_line": person.line_user_id is not None, "is_open": case.status in OPEN}
        facts |= {
            "status_name": status_name(case, say, is_own=is_own),
            "by": promise_words(say, case.promised_at, moment.now),
        }
        doubt = light if light is not None and light.is_doubtful and is_own and case.status in OPEN else None
        seen = remembered_seen()
        others = self.offered(moment.session, seen.point) if doubt is not None and seen is not None else []
        others = [other for other in others if pole is None or other[0].key != pole.key]
        return facts | {
            "doubt": doubt,
            "far": distance_words(say, doubt.metres_off or 0) if doubt else "",
            "others": others,
        }


def pole_facts(office: Office, pole: Asset, language: str) -> dict[str, Any]:
    """The pole, where it stands, and whose it is if it is not the town's."""
    village = office.town.gazetteer.by_code.get(pole.village or "")
    owner = office.town.by_authority.get(pole.owner or "")
    return {
        "pole": pole,
        "village": village.name.in_(language) if village is not None else None,
        "owner": owner.name.in_(language) if owner is not None else None,
        "owner_phone": owner.phone if owner is not None else None,
        "owner_uri": phone_uri(owner.phone) if owner is not None and owner.phone else None,
    }


def known_words(office: Office, say: Texts, known: KnownLight, now: datetime) -> tuple[str, str]:
    """What it is, and by when it is promised, in words."""
    fault = office.poles.fault_by_code.get(known.fault or "")
    name = fault.name.in_(say.language) if fault is not None else office.catalogue.for_poles.short.in_(say.language)
    return name, promise_words(say, known.promised_at, now)


def promise_words(say: Texts, promised_at: datetime, now: datetime) -> str:
    """By when: today, tomorrow or a day; nothing of a promise that has not been kept."""
    if promised_at < now:
        return say("pole_page.late")
    days = (promised_at.astimezone(BANGKOK).date() - now.astimezone(BANGKOK).date()) // timedelta(days=1)
    local = promised_at.astimezone(BANGKOK)
    if days <= 1:
        return say("pole_page.by_tomorrow" if days else "pole_page.by_today", clock=f"{local.hour}.{local.minute:02}")
    return say("pole_page.by_day", day=say.day(promised_at))


def distance_words(say: Texts, metres: float) -> str:
    """In metres, or from one kilometre on in kilometres."""
    if metres < 1000:
        return say("pole_page.metres", metres=round(metres))
    return say("pole_page.kilometres", kilometres=f"{metres / 1000:.0f}")


def calls_of(office: Office) -> dict[str, Name]:
    """What each number is called that a danger names; a number that the town has not named is itself."""
    return {hotline.number: hotline.name for hotline in office.town.hotlines}


def officers_know(moment: Moment, fault: Fault | None) -> bool:
    """Whether a report of this danger has reached somebody: its division has a group that was told."""
    danger = next(
        (one for one in moment.office.dangers.dangers if fault is not None and one.code == fault.danger), None
    )
    return danger is not None and bool(groups_of_division(moment.session, danger.division))
