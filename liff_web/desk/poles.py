"""The register of poles on the desk: a list to search, a page for each, and forms to add, change and remove one."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from flask import Blueprint, Response, g, make_response, request
from werkzeug.wrappers import Response as Answer

from content.case_facts import map_url
from content.towns.places import PlaceKind
from handlers.guards import READS_ONLY
from handlers.register.cells import LONGEST
from handlers.register.columns import FIELDS
from handlers.register.exporting import WRITERS
from handlers.register.keeping import LONGEST_REASON, add_pole, change_pole, pole_coded, put_back, remove_pole
from handlers.register.who import reader_of_poles
from handlers.turn import Declined
from liff_web.desk.frame import Desk, desk_blueprint, go_to
from liff_web.pole_history import pole_history_section
from models.asset import LONGEST_CODE, Asset, AssetState
from models.case import BANGKOK
from models.officer import case_seen_by
from models.photo import Photo, PhotoStatus
from models.pole_list import PIECE, Looked, all_poles, count_poles, has_poles, poles_listed
from models.streetlight import open_lights
from models.thai import clean

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
LONGEST_SEARCH = 60
NOON = time(12)


def register_blueprint(name: str, desk: Desk) -> Blueprint:
    """A blueprint of pages for those who may read the register."""
    pages = desk_blueprint(name, desk)

    @pages.before_request
    def know_whose_register_it_is() -> Response | None:
        with desk.database.read() as session:
            may_read = reader_of_poles(session, desk.office, g.person.key) is not None
        return None if may_read else desk.refusal(Declined("register.not_yours"))

    return pages


def may_change() -> bool:
    """Whether the reader of this request may do more than read."""
    return g.officer.role not in READS_ONLY


def form_facts(desk: Desk) -> dict[str, Any]:
    """What the form of a pole offers to choose from."""
    places = desk.office.town.gazetteer.places
    return {
        "villages": [place for place in places if place.kind == PlaceKind.VILLAGE],
        "lamps": desk.office.poles.lamps,
        "owners": desk.office.town.by_authority.values(),
        "longest": LONGEST | {"code": LONGEST_CODE, "why": LONGEST_REASON},
    }


def typed(*, besides: tuple[str, ...] = ()) -> dict[str, str]:
    """The fields of a pole that this request's form has."""
    names = [name for name in FIELDS if name in request.form and name not in besides]
    return {name: clean(request.form[name]).strip()[:400] for name in names}


def pole_pages(desk: Desk) -> Blueprint:
    """`/desk/poles`, its files, and what is typed about one pole."""
    pages = register_blueprint("desk_poles", desk)

    @pages.get("/desk/poles")
    def show_list() -> Response:
        return _shown_list(desk)

    for kind in KINDS:
        pages.add_url_rule(f"/desk/poles.{kind}", f"take_{kind}", _taker(desk, kind))

    @pages.get("/desk/poles/new")
    def show_new() -> Response:
        return desk.shown("desk/pole_new.html", told={}, **form_facts(desk))

    @pages.post("/desk/poles/new")
    def add() -> Answer:
        try:
            with desk.database.begin() as session:
                code = add_pole(desk.moment(session), g.person, typed()).code
        except Declined as refusal:
            return _again(desk, refusal, "desk/pole_new.html")
        return go_to(f"desk/poles/{code}", said="pole_added")

    _add_pages_of_one(pages, desk)
    return pages


def _add_pages_of_one(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/desk/poles/<code>")
    def show(code: str) -> Response:
        return shown_pole(desk, code)

    @pages.post("/desk/poles/<code>")
    def change(code: str) -> Answer:
        try:
            with desk.database.begin() as session:
                new = change_pole(desk.moment(session), g.person, code, typed(besides=("state",)), _why()).code
        except Declined as refusal:
            return shown_pole(desk, code, refusal)
        return go_to(f"desk/poles/{new}", said="pole_changed")

    @pages.post("/desk/poles/<code>/remove")
    def remove(code: str) -> Answer:
        with desk.database.begin() as session:
            remove_pole(desk.moment(session), g.person, code, _why())
        return go_to(f"desk/poles/{code}", said="pole_removed")

    @pages.post("/desk/poles/<code>/back")
    def back(code: str) -> Answer:
        with desk.database.begin() as session:
            put_back(desk.moment(session), g.person, code)
        return go_to(f"desk/poles/{code}", said="pole_back")


def _why() -> str:
    return " ".join(clean(request.form.get("why", "")).split())[:LONGEST_REASON]


def _again(desk: Desk, refusal: Declined, template: str) -> Response:
    """The form once more, with what was typed and why it was refused. Raises Declined if typing is in vain."""
    if refusal.key.startswith("refused."):
        raise refusal
    sentence = desk.office.says_in(g.person.language)(refusal.key, **refusal.blanks)
    return desk.shown(template, 422, told=typed(), refused=sentence, **form_facts(desk))


def shown_pole(desk: Desk, code: str, refusal: Declined | None = None) -> Response:
    """A pole's page; after a refusal with what was typed. Raises Declined for one that is not there."""
    if refusal is not None and refusal.key.startswith("refused."):
        raise refusal
    with desk.database.read() as session:
        try:
            pole = pole_coded(desk.moment(session), code)
        except Declined as unknown:
            return desk.refusal(unknown, 404)
        photo = session.get(Photo, pole.photo_id) if pole.photo_id is not None else None
        lights = open_lights(session, [pole.key])
        cases = [light.case for light in lights if case_seen_by(session, g.officer, light.case.key)]
        say = desk.office.says_in(g.person.language)
        history = pole_history_section(desk.moment(session), pole, say)
    return desk.shown(
        "desk/pole.html",
        422 if refusal else 200,
        pole=pole,
        photo=photo if photo is not None and photo.status == PhotoStatus.STORED else None,
        cases=cases,
        told=typed() if refusal else _as_typed(pole),
        refused=say(refusal.key, **refusal.blanks) if refusal else None,
        may_change=may_change(),
        map_url=map_url(pole.latitude, pole.longitude),
        installed_on=say.day(datetime.combine(pole.installed_on, NOON, BANGKOK)) if pole.installed_on else "",
        was=request.args.get("was", "")[:LONGEST_CODE],
        **form_facts(desk),
        **history,
    )


def _as_typed(pole: Asset) -> dict[str, str]:
    return {name: "" if getattr(pole, name) is None else str(getattr(pole, name)) for name in FIELDS}


def _shown_list(desk: Desk) -> Response:
    words, village = (request.args.get(name, "").strip()[:LONGEST_SEARCH] for name in ("words", "village"))
    state = AssetState.REMOVED if request.args.get("state") == AssetState.REMOVED else AssetState.IN_USE
    looked, after = Looked(clean(words), village, state), request.args.get("after", "")[:LONGEST_CODE]
    with desk.database.read() as session:
        found = poles_listed(session, looked, clean(after))
        count, is_begun = count_poles(session, looked), has_poles(session)
    further = found[PIECE - 1].code if len(found) > PIECE else ""
    asked = {"words": looked.words, "village": village, "state": state.value}
    return desk.shown(
        "desk/poles.html",
        poles=found[:PIECE],
        count=count,
        is_begun=is_begun,
        asked=asked,
        after=after,
        further=further,
        may_change=may_change(),
        **form_facts(desk),
    )


def _taker(desk: Desk, kind: str) -> Callable[[], Response]:
    def take() -> Response:
        with desk.database.read() as session:
            poles = all_poles(session)
        answer = make_response(WRITERS[kind](desk.office, desk.office.says_in(g.person.language), poles))
        answer.mimetype = KINDS[kind]
        answer.headers["Content-Disposition"] = f'attachment; filename="poles.{kind}"'
        return answer

    return take
