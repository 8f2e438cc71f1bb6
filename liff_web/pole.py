"""The page behind a pole's sticker: opens for everybody, and a lamp is reported by one picture and "send"."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from content.poles import Fault
from content.qr_codes import BadQr
from handlers.phones import phone_in
from handlers.streetlights.doubting import is_another, is_this_one
from handlers.streetlights.passing_by import is_passer_by, must_have_room, who_sent
from handlers.streetlights.reporting import MOST_PHOTOS, report
from handlers.streetlights.standing import follow_known
from handlers.turn import Declined
from liff_web.passers_by import known_visitor, visitor
from liff_web.pole_form import PoleForm, form_in, id_in, new_form, remember_seen, remembered_seen, report_of
from liff_web.pole_view import PoleFrame
from liff_web.uploads import Busy
from models.asset import Asset
from models.person import Person

# Three photos as a telephone takes them, for those on whose telephone no script makes them smaller.
LARGEST_FORM = 24 * 1024 * 1024
LARGEST_ID = 999_999_999
STATUS_OF = {
    "form.wait": 429,
    "form.too_many_uploads": 429,
    "form.too_large": 413,
    "form.busy": 503,
    "pole_page.too_many_without_line": 429,
    "pole_page.no_longer_open": 409,
}


@dataclass(frozen=True)
class PoleCounter(PoleFrame):
    """Where reports of lamps are taken."""

    def send(self, pole: Asset, form: PoleForm) -> int:
        """Files it, or joins the open case; returns the case's id. Raises Declined or Busy."""
        fault = self.office.poles.fault_by_code.get(form.fault)
        if fault is None:
            raise Declined("poles.choose_fault")
        files = [file for file in request.files.getlist("photos") if file.filename]
        if len(files) > MOST_PHOTOS:
            raise Declined("form.too_many_photos", limit=MOST_PHOTOS)
        phone, person = phone_in(form.phone), self._sender(pole, fault, form)
        keys = self._developed(person, fault, form, [file.read() for file in files])
        with self.database.begin() as session:
            done = report(self.moment(session), person, report_of(form, pole.key, phone, keys))
            remember_seen(form.seen if done.light.is_doubtful and done.is_new else None)
            return done.case.key

    def _sender(self, pole: Asset, fault: Fault, form: PoleForm) -> Person:
        known = known_visitor(self)
        if known is None or is_passer_by(known):
            with self.database.read() as session:
                moment = self.moment(session)
                before = who_sent(moment, pole, form.key)
                if before is None:
                    must_have_room(moment, pole, fault)
            known = known or before
        return visitor(self, self.language(), known)

    def _developed(self, person: Person, fault: Fault, form: PoleForm, sources: list[bytes]) -> tuple[str, ...]:
        """The photos that came along, kept. Of a danger the report goes before its pictures."""
        keys = [str(uuid5(UUID(form.key), str(number))) for number in range(len(sources))]
        try:
            for key, source in zip(keys, sources, strict=True):
                self.darkroom.take(person, key, source)
        except (Declined, Busy):
            if fault.danger is None:
                raise
            return ()
        return tuple(keys)


def pole_pages(counter: PoleCounter) -> Blueprint:
    """`/liff/p/<signed>`: the page, what is sent from it, and its receipt."""
    pages = Blueprint("pole", __name__, template_folder="templates")

    @pages.errorhandler(BadQr)
    def wrong(_: BadQr) -> Response:
        return counter.wrong_page()

    @pages.get("/liff/p/")
    @pages.get("/liff/p/<signed>")
    def show(signed: str = "") -> Response:
        return counter.pole_page(signed, new_form())

    @pages.post("/liff/p/<signed>")
    def send(signed: str) -> Answer:
        request.max_content_length = LARGEST_FORM
        return _sent(counter, signed)

    @pages.post("/liff/p/<signed>/follow")
    def follow(signed: str) -> Answer:
        return _followed(counter, signed)

    @pages.get(f"/liff/p/<signed>/filed/<int(max={LARGEST_ID}):case_id>")
    def receipt(signed: str, case_id: int) -> Response:
        return counter.receipt_page(signed, known_visitor(counter), case_id)

    @pages.post("/liff/p/<signed>/doubt")
    def settle(signed: str) -> Answer:
        return _settled(counter, signed)

    return pages


def _sent(counter: PoleCounter, signed: str) -> Answer:
    pole, form = counter.standing_pole(signed), new_form()
    if pole is None:
        return counter.pole_page(signed, form)
    try:
        form = form_in(request.form)
        case_id = counter.send(pole, form)
    except Declined as declined:
        return counter.pole_page(signed, form, STATUS_OF.get(declined.key, 422), declined=declined)
    except Busy:
        return counter.pole_page(signed, form, 503, declined=Declined("form.busy"))
    except RequestEntityTooLarge:
        return counter.pole_page(signed, form, 413, declined=Declined("form.too_large"))
    return redirect(url_for("pole.receipt", signed=signed, case_id=case_id), 303)


def _followed(counter: PoleCounter, signed: str) -> Answer:
    pole = counter.standing_pole(signed)
    if pole is None:
        return counter.pole_page(signed, new_form())
    try:
        case_id = id_in(request.form.get("case", ""))
        person = visitor(counter, counter.language())
        with counter.database.begin() as session:
            case_id = follow_known(counter.moment(session), person, pole, case_id).key
    except Declined as declined:
        return counter.pole_page(signed, new_form(), STATUS_OF.get(declined.key, 422), declined=declined)
    return redirect(url_for("pole.receipt", signed=signed, case_id=case_id), 303)


def _settled(counter: PoleCounter, signed: str) -> Answer:
    """The question of the receipt is answered: this pole, or another one."""
    person, told = known_visitor(counter), request.form.get("pole", "")
    try:
        case_id = id_in(request.form.get("case", ""))
        if person is None:
            raise Declined("refused.not_your_case")
        with counter.database.begin() as session:
            moment = counter.moment(session)
            if told:
                other = counter.links.meant(moment, told).pole
                if other is None:
                    raise Declined("poles.gone")
                is_another(moment, person, case_id, other, remembered_seen())
            else:
                is_this_one(moment, person, case_id)
    except Declined as refusal:
        return counter.refusal_page(refusal)
    except BadQr:
        return counter.refusal_page(Declined("poles.gone"))
    remember_seen(None)
    return redirect(url_for("pole.receipt", signed=signed, case_id=case_id, said="settled"), 303)
