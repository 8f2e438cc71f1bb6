"""The street lights at a glance: what is dark, late or waits for parts, what fails again and again, and what repairs take."""

from dataclasses import dataclass

from flask import Blueprint, Response, g, jsonify, make_response, request

from content.figures import period_name
from content.texts import Texts
from handlers.turn import Declined
from liff_web.desk.figures_asked import Asked, asked
from liff_web.desk.frame import Desk, desk_blueprint
from liff_web.desk.light_files import csv_file, xlsx_file
from liff_web.desk.light_map import box_asked, map_of
from liff_web.desk.light_view import overview
from liff_web.desk.spreadsheets import CSV, XLSX
from models.officer import SEE_EVERYTHING
from models.pole_history import parts_by_month


@dataclass(frozen=True)
class LightsDesk:
    """Reads the street lights for whoever asks in this request."""

    desk: Desk

    def asked(self) -> Asked:
        """The period that the address asks for."""
        return asked(request.args, g.officer, self.desk.office, self.desk.clock())

    def say(self) -> Texts:
        """The reader's language."""
        return self.desk.office.says_in(g.person.language)

    def parts(self) -> tuple[Asked, dict[str, dict[str, int]]]:
        """What was put in, month by month, and of which period."""
        what = self.asked()
        with self.desk.database.read() as session:
            return what, parts_by_month(session, what.period)


def lights_pages(desk: Desk) -> Blueprint:
    """`/desk/lights`, the points of its map, and the parts that were used as CSV and Excel."""
    pages, of = desk_blueprint("desk_lights", desk), LightsDesk(desk)

    @pages.before_request
    def only_of_the_lamps() -> None:
        division = desk.office.catalogue.for_poles.division
        if g.officer.role not in SEE_EVERYTHING and g.officer.division != division:
            raise Declined("refused.not_your_division")

    @pages.get("/desk/lights")
    def show_lights() -> Response:
        what, now, say = of.asked(), desk.clock(), of.say()
        with desk.database.read() as session:
            facts = overview(session, desk.office, say, what, now)
        return desk.shown("desk/lights.html", period_name=period_name(say, what.period), **facts)

    @pages.get("/desk/lights/map")
    def show_map() -> Response:
        with desk.database.read() as session:
            return jsonify(map_of(session, of.say(), box_asked(request.args.get("bbox", ""))))

    @pages.get("/desk/lights/parts.csv")
    def take_csv() -> Response:
        what, parts = of.parts()
        return _file(csv_file(desk.office, of.say(), parts), CSV, "csv", what)

    @pages.get("/desk/lights/parts.xlsx")
    def take_xlsx() -> Response:
        what, parts = of.parts()
        return _file(xlsx_file(desk.office, of.say(), parts), XLSX, "xlsx", what)

    return pages


def _file(content: bytes, kind: str, ending: str, what: Asked) -> Response:
    answer = make_response(content)
    answer.mimetype = kind
    days = what.period.name or f"{what.period.first}-{what.period.last}"
    answer.headers["Content-Disposition"] = f'attachment; filename="parts-{days}.{ending}"'
    return answer
