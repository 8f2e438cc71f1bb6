"""My cases: the list, one case with all that became of it, and what its reporter can do about it. Works without scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from sqlmodel import Session
from werkzeug.wrappers import Response as Answer

from content.case_facts import case_facts
from content.case_lines import SIGNS, case_lines
from content.messages import phone_uri
from content.office import Office
from handlers import aftercare
from handlers.aftercare import Told
from handlers.time_line import time_line
from handlers.turn import Asked, Declined, Moment, Words
from liff_web.identity import reader
from models.case import OPEN, Case, cases_of, reported_case
from models.database import Database
from models.lease import one_at_a_time
from models.person import Person
from models.thai import clean

ON_A_PAGE = 20
# What has just happened, said once on top of the page. Anything else in the address says nothing.
SAID = ("added", "rated", "reopened", "withdrawn", "sign_in")
STATUS_OF = {
    "refused.not_your_case": 404,
    "feedback.say_something": 422,
    "feedback.choose_stars": 422,
    "feedback.too_long": 422,
    "feedback.enough_for_now": 429,
}
Deed = Callable[[Moment, Person, int], Case]


@dataclass(frozen=True)
class MyCases:
    """What these pages need: the tables, the town, the time, and whether a stand-in plays LINE."""

    database: Database
    office: Office
    clock: Callable[[], datetime]
    simulated: bool

    def moment(self, session: Session) -> Moment:
        """A transaction of now."""
        return Moment(session, self.office, self.clock())

    def page(self, template: str, person: Person | None, status: int = 200, **shown: Any) -> Response:
        """A page for its reader, or the shell that finds out who it is. All addresses are relative to where it is."""
        say = self.office.says_in(person.language if person else "th")
        facts = {"say": say, "office": self.office, "person": person, "simulated": self.simulated}
        facts |= {"root": "../" * (request.path.count("/") - 1), "phone_uri": phone_uri(self.office.town.phone)}
        return make_response(render_template(template, **facts, **shown), status)

    def list_cases(self, person: Person, *, is_open: bool, before: int | None) -> Response:
        """A page of the person's cases; the last id leads on if there are more."""
        say = self.office.says_in(person.language)
        with self.database.read() as session:
            found = cases_of(session, person.key, ON_A_PAGE + 1, is_open=is_open, before=before)
            lines = case_lines(session, found[:ON_A_PAGE], self.office, say)
        older = found[ON_A_PAGE - 1].key if len(found) > ON_A_PAGE else None
        return self.page("cases.html", person, lines=lines, is_open=is_open, is_first=before is None, older=older)

    def show(self, person: Person, case_id: int, status: int = 200, **shown: Any) -> Response:
        """One case of theirs; nobody else's."""
        say = self.office.says_in(person.language)
        with self.database.read() as session:
            case = reported_case(session, person.key, case_id)
            if case is None:
                return self.not_yours(person)
            facts = case_facts(session, case, self.office, say)
            steps = time_line(self.moment(session), person, case)
        is_open = case.status in OPEN
        shown |= {"is_open": is_open, "is_late": is_open and case.promised_at < self.clock()}
        shown |= {"before": self.photos(facts.before), "after": self.photos(facts.after), "sign": SIGNS[case.status]}
        shown |= {"may": aftercare.possible(case), "longest": aftercare.LONGEST_WORDS}
        return self.page("case.html", person, status, facts=facts, steps=steps, **shown)

    def not_yours(self, person: Person) -> Response:
        """The same for another's case and for one that was never filed."""
        return self.page("no_case.html", person, 404)

    def photos(self, urls: tuple[str, ...]) -> list[str]:
        """The photos' addresses below the app's root: the page may show nothing of other places."""
        return [url.removeprefix(f"{self.office.base_url}/") for url in urls]

    def do(self, case_id: str, said: str, deed: Deed) -> Answer:
        """Let the reader do something about their case, and go back to it; what is refused is said there, with their words."""
        person = reader(self.database)
        if person is None:
            return redirect(f"{request.path.rpartition('/')[0]}?said=sign_in", 303)
        wanted = whole(case_id)
        try:
            with self.database.begin() as session:
                one_at_a_time(session, person.line_user_id or "")
                deed(self.moment(session), person, wanted)
        except Declined as refusal:
            status = STATUS_OF.get(refusal.key, 409)
            if status == 404:
                return self.not_yours(person)
            sentence = self.office.says_in(person.language)(refusal.key, **refusal.blanks)
            return self.show(person, wanted, status, refused=sentence, typed=request.form.get("words", ""))
        return redirect(f"{request.path.rpartition('/')[0]}?said={said}", 303)


def whole(told: str) -> int:
    """A case's id, or 0, which no case has."""
    try:
        return Asked(id=told).whole("id")
    except Declined:
        return 0


def told_here() -> Told:
    """The words of this request. Raises Declined where they are too long."""
    words = clean(request.form.get("words", "")).strip()
    if len(words) > aftercare.LONGEST_WORDS:
        raise Declined("feedback.too_long", limit=aftercare.LONGEST_WORDS)
    return Told([Words(None, words)] if words else [])


def _add(moment: Moment, person: Person, case_id: int) -> Case:
    told = told_here()
    if not told.words:
        raise Declined("feedback.say_something")
    return aftercare.add(moment, person, case_id, told)


def _rate(moment: Moment, person: Person, case_id: int) -> Case:
    stars = whole(request.form.get("stars", ""))
    if not stars:
        raise Declined("feedback.choose_stars")
    return aftercare.rate(moment, person, case_id, stars)


def _reopen(moment: Moment, person: Person, case_id: int) -> Case:
    return aftercare.reopen(moment, person, case_id, told_here())


def case_pages(mine: MyCases) -> Blueprint:
    """`/liff/cases` and below."""
    pages = Blueprint("cases", __name__, template_folder="templates")

    @pages.get("/liff/cases")
    def list_cases() -> Response:
        person = reader(mine.database)
        if person is None:
            return mine.page("cases.html", None)
        before = whole(request.args.get("before", "")) or None
        return mine.list_cases(person, is_open="ended" not in request.args, before=before)

    @pages.get("/liff/cases/<case_id>")
    def show_case(case_id: str) -> Response:
        person = reader(mine.database)
        if person is None:
            return mine.page("case.html", None)
        said = request.args.get("said")
        return mine.show(person, whole(case_id), said=said if said in SAID else None)

    _take_forms(pages, mine)
    return pages


def _take_forms(pages: Blueprint, mine: MyCases) -> None:
    @pages.post("/liff/cases/<case_id>/add")
    def add(case_id: str) -> Answer:
        return mine.do(case_id, "added", _add)

    @pages.post("/liff/cases/<case_id>/rate")
    def rate(case_id: str) -> Answer:
        return mine.do(case_id, "rated", _rate)

    @pages.post("/liff/cases/<case_id>/reopen")
    def reopen(case_id: str) -> Answer:
        return mine.do(case_id, "reopened", _reopen)

    @pages.post("/liff/cases/<case_id>/withdraw")
    def withdraw(case_id: str) -> Answer:
        return mine.do(case_id, "withdrawn", aftercare.withdraw)
