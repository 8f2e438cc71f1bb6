"""My cases: the list, one case with all that became of it, and what who follows it can do. Works without scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from content.case_facts import case_facts
from content.case_lines import SIGNS, case_lines
from handlers import aftercare
from handlers.aftercare import Told
from handlers.time_line import time_line
from handlers.turn import Asked, Declined, Moment
from liff_web.frame import Frame
from liff_web.identity import reader
from liff_web.telling import LARGEST_FORM, MOST_PHOTOS, Telling, told_here
from liff_web.uploads import Busy, Darkroom
from models.case import OPEN, Case
from models.case_merge import goes_on_as
from models.follower import followed_case, left_case, page_of_cases
from models.lease import one_at_a_time
from models.person import Person

ON_A_PAGE = 20
# What has just happened, said once on top of the page. Anything else in the address says nothing.
SAID = ("added", "rated", "confirmed", "reopened", "withdrawn", "joined", "followed_again", "sign_in")
STATUS_OF = {
    "refused.not_your_case": 404,
    "feedback.say_something": 422,
    "feedback.choose_stars": 422,
    "feedback.too_long": 422,
    "feedback.enough_for_now": 429,
    "form.too_many_photos": 422,
    "form.unreadable": 422,
    "form.too_many_uploads": 429,
}
Deed = Callable[[Moment, Person, int, Told], Case]


@dataclass(frozen=True)
class MyCases(Frame):
    """What these pages need besides: who takes photos."""

    darkroom: Darkroom

    def list_cases(self, person: Person, *, is_open: bool, before: int | None) -> Response:
        """A page of the cases that the person follows; the last id leads on if there are more."""
        say = self.office.says_in(person.language)
        with self.database.read() as session:
            found = page_of_cases(session, person.key, ON_A_PAGE + 1, is_open=is_open, before=before)
            lines = case_lines(session, found[:ON_A_PAGE], self.office, say, person.key)
        older = found[ON_A_PAGE - 1].key if len(found) > ON_A_PAGE else None
        return self.page("cases.html", person, lines=lines, is_open=is_open, is_first=before is None, older=older)

    def show(self, person: Person, case_id: int, status: int = 200, **shown: Any) -> Response:
        """One case that they follow, or the way back to one that they have left; nobody else's."""
        say = self.office.says_in(person.language)
        with self.database.read() as session:
            case = followed_case(session, person.key, case_id, to_change=False)
            if case is None:
                return self._show_left(person, left_case(session, person.key, case_id))
            moment, goes_on = self.moment(session), goes_on_as(session, case)
            facts = case_facts(session, case, self.office, say, reader=person.key, now=moment.now)
            steps, may = time_line(moment, person, case), aftercare.possible_for(moment, person, case, goes_on)
        is_open = case.status in OPEN
        shown |= {"is_open": is_open, "is_late": is_open and case.promised_at < self.clock()}
        shown |= {"before": self.photos(facts.before), "after": self.photos(facts.after), "sign": SIGNS[case.status]}
        shown |= {
            "may": may,
            "longest": aftercare.LONGEST_WORDS,
            "most_photos": MOST_PHOTOS,
        }
        return self.page("case.html", person, status, facts=facts, steps=steps, **shown)

    def _show_left(self, person: Person, case: Case | None) -> Response:
        """What they followed once: its number, and how to come back. Who reported it has withdrawn, which is final."""
        if case is None:
            return self.not_yours(person)
        return self.page("left_case.html", person, case=case, has_withdrawn=case.reporter_id == person.key)

    def not_yours(self, person: Person) -> Response:
        """The same for another's case and for one that was never filed."""
        return self.page("no_case.html", person, 404)

    def photos(self, urls: tuple[str, ...]) -> list[str]:
        """The photos' addresses below the app's root: the page may show nothing of other places."""
        return [url.removeprefix(f"{self.office.base_url}/") for url in urls]

    def do(self, case_id: str, said: str, deed: Deed, *, tells: bool = False) -> Answer:
        """Let the reader do something about their case, and go back to it; what is refused is said there, with their words."""
        request.max_content_length = LARGEST_FORM if tells else None
        person = reader(self.database)
        if person is None:
            return redirect(f"{request.path.rpartition('/')[0]}?said=sign_in", 303)
        wanted = whole(case_id)
        try:
            self._do(person, wanted, deed, tells=tells)
        except Declined as refusal:
            return self._refused(person, wanted, refusal, STATUS_OF.get(refusal.key, 409))
        except Busy:
            return self._refused(person, wanted, Declined("cases.busy"), 503)
        except RequestEntityTooLarge:
            return self._refused(person, wanted, Declined("form.too_large"), 413)
        return redirect(f"{request.path.rpartition('/')[0]}?said={said}", 303)

    def _do(self, person: Person, case_id: int, deed: Deed, *, tells: bool) -> None:
        with self.database.read() as session:
            has_left = not tells and left_case(session, person.key, case_id) is not None
            if not has_left and followed_case(session, person.key, case_id, to_change=False) is None:
                raise Declined("refused.not_your_case")
        telling = told_here(self.darkroom, person, case_id) if tells else Telling()
        with self.database.begin() as session:
            one_at_a_time(session, person.line_user_id or "")
            deed(self.moment(session), person, case_id, telling.told(session, person))

    def _refused(self, person: Person, case_id: int, refusal: Declined, status: int) -> Response:
        if refusal.key == "refused.not_your_case":
            return self.not_yours(person)
        sentence = self.office.says_in(person.language)(refusal.key, **refusal.blanks)
        typed = "" if status == 413 else request.form.get("words", "")
        return self.show(person, case_id, status, refused=sentence, typed=typed)


def whole(told: str) -> int:
    """A case's id, or 0, which no case has."""
    try:
        return Asked(id=told).whole("id")
    except Declined:
        return 0


def _add(moment: Moment, person: Person, case_id: int, told: Told) -> Case:
    if not (told.words or told.photo_ids):
        raise Declined("feedback.say_something")
    return aftercare.add(moment, person, case_id, told)


def _rate(moment: Moment, person: Person, case_id: int, told: Told) -> Case:
    stars = whole(request.form.get("stars", ""))
    if not stars:
        raise Declined("feedback.choose_stars")
    return aftercare.rate(moment, person, case_id, stars)


def _confirm(moment: Moment, person: Person, case_id: int, told: Told) -> Case:
    return aftercare.confirm(moment, person, case_id)


def _withdraw(moment: Moment, person: Person, case_id: int, told: Told) -> Case:
    return aftercare.withdraw(moment, person, case_id)


def _unfollow(moment: Moment, person: Person, case_id: int, told: Told) -> Case:
    return aftercare.unfollow(moment, person, case_id)


def _follow_again(moment: Moment, person: Person, case_id: int, told: Told) -> Case:
    return aftercare.follow_again(moment, person, case_id)


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
        return mine.do(case_id, "added", _add, tells=True)

    @pages.post("/liff/cases/<case_id>/rate")
    def rate(case_id: str) -> Answer:
        return mine.do(case_id, "rated", _rate)

    @pages.post("/liff/cases/<case_id>/confirm")
    def confirm(case_id: str) -> Answer:
        return mine.do(case_id, "confirmed", _confirm)

    @pages.post("/liff/cases/<case_id>/reopen")
    def reopen(case_id: str) -> Answer:
        return mine.do(case_id, "reopened", aftercare.reopen, tells=True)

    @pages.post("/liff/cases/<case_id>/withdraw")
    def withdraw(case_id: str) -> Answer:
        return mine.do(case_id, "withdrawn", _withdraw)

    @pages.post("/liff/cases/<case_id>/unfollow")
    def unfollow(case_id: str) -> Answer:
        return mine.do(case_id, "unfollowed", _unfollow)

    @pages.post("/liff/cases/<case_id>/follow")
    def follow(case_id: str) -> Answer:
        return mine.do(case_id, "followed_again", _follow_again)
