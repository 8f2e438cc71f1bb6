"""An officer at a pole has scanned a blank sticker: a photo, the telephone's position, done; and the next one."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from handlers.register.binding import (
    ROUGH_M,
    USELESS_M,
    Binding,
    Stand,
    bind,
    blank_code,
    must_be_near_enough,
    poles_here,
    read_sticker,
    rename,
    undo,
)
from handlers.register.who import keeper_of_poles
from handlers.turn import Declined
from liff_web.desk.finish_form import witness_here
from liff_web.desk.frame import Desk, go_to
from liff_web.desk.poles import form_facts, may_change, register_blueprint, typed
from liff_web.uploads import Busy, Darkroom, key_in
from models.asset import NearAsset

LARGEST_FORM = 12 * 1024 * 1024


@dataclass(frozen=True)
class BindingDesk(Desk):
    """What these pages need besides: who takes photos."""

    darkroom: Darkroom

    def form(self, signed: str, status: int = 200, **shown: Any) -> Response:
        """The form; or where the pole is that has this sticker already. Raises Declined for a sticker of somebody else."""
        with self.database.read() as session:
            sticker = read_sticker(self.moment(session), signed)
        facts = {"signed": signed, "sticker": sticker, "may_change": may_change(), "near": [], "photo_key": ""}
        facts |= {"told": typed(), "rough_m": round(ROUGH_M), **form_facts(self)}
        return self.shown("desk/bind.html", status, **facts | shown)

    def bind(self, signed: str) -> Answer:
        """Take the form. What is refused changes nothing, and a photo that has come is kept for the next try."""
        request.max_content_length = LARGEST_FORM
        key = key_in(request.form.get("photo_key"))
        try:
            with self.database.read() as session:  # nothing is developed in vain
                keeper_of_poles(self.moment(session), g.person)
                blank_code(self.moment(session), signed)
            key = self._developed() or key
            return self._bound(signed, key or "")
        except RequestEntityTooLarge:
            return self._refused(signed, Declined("proof.too_large"), None)
        except Busy:
            return self._refused(signed, Declined("cases.busy"), key)
        except Declined as refusal:
            if refusal.key.startswith(("refused.", "register.bad_", "register.bound_")):
                raise
            return self._refused(signed, refusal, key)

    def _developed(self) -> str | None:
        """The key of a photo that came with this form."""
        photo = request.files.get("photo")
        source = photo.read() if photo is not None else b""
        if not source:
            return None
        key = str(uuid4())
        try:
            self.darkroom.take(g.person, key, source)
        except Declined as refusal:
            raise Declined("proof.not_a_photo") if refusal.key == "form.unreadable" else refusal from None
        return key

    def _bound(self, signed: str, key: str) -> Answer:
        binding, same = _told(self.clock, key), request.form.get("same", "")
        with self.database.begin() as session:
            moment = self.moment(session)
            if same:
                pole = rename(moment, g.person, signed, same, key)
                return go_to(f"desk/poles/{pole.code}", said="pole_bound", was=same)
            near = [] if "both" in request.form else poles_here(session, must_be_near_enough(binding))
            if not near:
                pole = bind(moment, g.person, signed, binding)
                return go_to(f"desk/poles/{pole.code}", said="pole_bound")
        return self._asked(signed, near, key)

    def _asked(self, signed: str, near: list[NearAsset], key: str) -> Response:
        return self.form(signed, near=near, photo_key=key, position=_position())

    def _refused(self, signed: str, refusal: Declined, key: str | None) -> Response:
        sentence = self.office.says_in(g.person.language)(refusal.key, **refusal.blanks)
        is_rough = refusal.key == "register.rough_position" and float(str(refusal.blanks["metres"])) <= USELESS_M
        return self.form(signed, 422, refused=sentence, photo_key=key or "", is_rough=is_rough, position=_position())


def _told(clock: Any, key: str) -> Binding:
    seen = witness_here(clock())
    stand = Stand(seen.place, seen.accuracy_m) if seen.place is not None else None
    fields = typed(besides=("code", "latitude", "longitude", "accuracy_m", "state"))
    return Binding(stand, key, fields, is_rough_enough="rough" in request.form)


def _position() -> dict[str, str]:
    return {name: request.form.get(name, "")[:20] for name in ("latitude", "longitude", "accuracy")}


def binding_pages(desk: BindingDesk) -> Blueprint:
    """`/desk/poles/bind/<signed>`, and the tap that undoes it."""
    pages = register_blueprint("desk_binding", desk)

    @pages.get("/desk/poles/bind/<signed>")
    def form(signed: str) -> Response:
        return desk.form(signed)

    @pages.post("/desk/poles/bind/<signed>")
    def send(signed: str) -> Answer:
        return desk.bind(signed)

    @pages.post("/desk/poles/<code>/unbind")
    def take_back(code: str) -> Answer:
        with desk.database.begin() as session:
            undo(desk.moment(session), g.person, code, request.form.get("was", ""))
        return go_to("desk/poles", said="pole_unbound")

    return pages
