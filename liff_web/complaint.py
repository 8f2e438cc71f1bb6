"""The form for a complaint: everything on one page, and a plain form where no script runs."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from content.cards.welcome import hotlines_for
from content.office import Office
from handlers.complaints.after_page import begin_second, new_form, show_receipt
from handlers.complaints.alike import shown_alike
from handlers.complaints.asking import likely_types
from handlers.complaints.by_page import Asks, Form, dangers_in, file_by_page, join_by_page
from handlers.complaints.draft import Question
from handlers.turn import Declined
from liff_web.complaint_form import form_in, view_of
from liff_web.frame import Frame
from liff_web.identity import reader
from liff_web.map_data import map_data
from liff_web.uploads import Busy, Darkroom
from models.person import Language, Person

# Five photos as a telephone takes them, for those on whose telephone no script makes them smaller.
LARGEST_FORM = 40 * 1024 * 1024
LARGEST_WORDS = 64 * 1024
LARGEST_ID = 999_999_999
# Which field a refusal is about, where one is.
FIELD_OF = {
    "form.choose_type": "types",
    "form.too_long": "words",
    "form.need_something": "words",
    "form.odd_place": "place",
    "form.not_a_phone": "phone",
    "form.too_many_photos": "photos",
    "form.photo_missing": "photos",
    "form.unreadable": "photos",
    "form.too_many_uploads": "photos",
    "form.too_large": "photos",
}
STATUS_OF = {
    "alike.gone": 409,
    "feedback.enough_for_now": 429,
    "form.wait": 429,
    "form.too_many_uploads": 429,
    "form.too_large": 413,
    "form.busy": 503,
}


@dataclass(frozen=True)
class Counter(Frame):
    """Where forms are handed in: what every page of them needs besides."""

    darkroom: Darkroom

    def form(self, person: Person | None, form: Form | None = None, status: int = 200, **shown: Any) -> Response:
        """The form as filled in so far, with what is to be said about it; the shell for strangers."""
        if person is None:
            return self.page("complaint.html", None, status)
        facts = view_of(self.office, self.office.says_in(person.language), form or new_form())
        return self.page("complaint.html", person, status, **facts | shown)

    def hand_in(self, person: Person, form: Form) -> str:
        """Files it, or joins what it is the same as; returns the page that says so. Raises Declined or Asks."""
        with self.database.begin() as session:
            if form.same is None:
                return url_for("complaint.receipt", case_id=file_by_page(self.moment(session), person, form).key)
            case = join_by_page(self.moment(session), person, form)
            said = "added" if case.reporter_id == person.key else "joined"
            return url_for("cases.show_case", case_id=case.key, said=said)

    def asks(self, person: Person, form: Form, asks: Asks) -> Response:
        """The form with the question that is left."""
        shown: dict[str, Any] = {"asks": asks, "now": self.clock()}
        if asks.question == Question.SAME:
            with self.database.read() as session:
                shown["alike"] = shown_alike(self.moment(session), person, asks.draft)
        return self.form(person, form, 422, **shown, **_calls(self.office, form))


def complaint_pages(counter: Counter) -> Blueprint:
    """`/liff/complaint`: the form, its receipt, and what its script asks for."""
    pages = Blueprint("complaint", __name__, template_folder="templates")

    @pages.get("/liff/complaint")
    def form() -> Response:
        person, case_id = reader(counter.database), request.args.get("after", "")
        if person is None or not (case_id.isascii() and case_id.isdigit() and len(case_id) < 10):
            return counter.form(person, _of_type(counter.office, request.args.get("type", "")))
        try:
            with counter.database.read() as session:
                return counter.form(person, begin_second(counter.moment(session), person, int(case_id)))
        except Declined:
            return counter.form(person)

    @pages.post("/liff/complaint")
    def hand_in() -> Answer:
        person = reader(counter.database)
        if person is None:
            return counter.form(None, status=401)
        return _handed_in(counter, person)

    @pages.get(f"/liff/complaint/filed/<int(max={LARGEST_ID}):case_id>")
    def receipt(case_id: int) -> Response:
        person = reader(counter.database)
        return _receipt(counter, person, case_id)

    _script_asks(pages, counter)
    return pages


def _of_type(office: Office, code: str) -> Form | None:
    """A form with its type chosen by the link that led here; None for what is no type."""
    kind = office.catalogue.by_code.get(code)
    return replace(new_form(), type_code=code) if kind is not None and kind in office.catalogue.offered else None


def _handed_in(counter: Counter, person: Person) -> Answer:
    request.max_content_length = LARGEST_FORM
    form = new_form()
    try:
        form = form_in(request.form)
        form = _with_files(counter, person, form)
        done = counter.hand_in(person, form)
    except Asks as asks:
        return counter.asks(person, form, asks)
    except Declined as declined:
        return _refused(counter, person, form, declined)
    except Busy:
        return _refused(counter, person, form, Declined("form.busy"))
    except RequestEntityTooLarge:
        return _refused(counter, person, form, Declined("form.too_large"))
    return redirect(done, 303)


def _refused(counter: Counter, person: Person, form: Form, declined: Declined) -> Response:
    shown = {"declined": declined, "field": FIELD_OF.get(declined.key)}
    return counter.form(person, form, STATUS_OF.get(declined.key, 422), **shown, **_calls(counter.office, form))


def _with_files(counter: Counter, person: Person, form: Form) -> Form:
    """The same, with the photos that a plain form brings along: kept, so that a refusal loses none of them."""
    keys, seen_at = list(form.photo_keys), None
    for file in request.files.getlist("files"):
        if source := file.read():
            key = str(uuid4())
            kept = counter.darkroom.take(person, key, source)
            seen_at = kept.place if kept is not None and kept.place is not None else seen_at
            keys.append(key)
    return form.told(photo_keys=tuple(keys), seen_at=seen_at)


def _receipt(counter: Counter, person: Person | None, case_id: int) -> Response:
    facts: dict[str, Any] = {}
    if person is not None:
        try:
            with counter.database.read() as session:
                shown = show_receipt(counter.moment(session), person, case_id)
        except Declined:
            abort(404)
        facts |= {"filed": shown.receipt, "officers_know": shown.officers_know, "dangers": shown.dangers}
        facts["hotlines"] = hotlines_for(counter.office, shown.dangers)
    return counter.page("complaint_filed.html", person, **facts)


def _calls(office: Office, form: Form) -> dict[str, Any]:
    dangers = dangers_in(office, form)
    return {"dangers": dangers, "hotlines": hotlines_for(office, dangers), "officers_know": False}


def _script_asks(pages: Blueprint, counter: Counter) -> None:
    @pages.post("/liff/complaint/likely")
    def likely() -> tuple[Response, int]:
        """Types that the words so far speak for, and whom to call if they tell of a danger. Nothing is kept."""
        request.max_content_length = LARGEST_WORDS
        person = reader(counter.database)
        if person is None:
            return jsonify(), 401
        form, say = form_in(request.form), counter.office.says_in(person.language)
        with counter.database.read() as session:
            types = likely_types(counter.moment(session), form.words)
        facts = _calls(counter.office, form) | {"say": say, "office": counter.office}
        return jsonify(types=types, calls=render_template("complaint_calls.html", **facts).strip()), 200

    @pages.get("/liff/complaint/map")
    def drawn() -> tuple[Response, int]:
        """The town's border and its villages, for a map without pictures: what anybody may know."""
        person = reader(counter.database)
        return jsonify(map_data(counter.office, person.language if person is not None else Language.THAI)), 200
