"""The figures' pages: what became of the cases of a period, to read, to take away, and to hand to a mayor."""

from dataclasses import dataclass

from flask import Blueprint, Response, g, jsonify, make_response, request

from content.figures import period_name, view_name
from content.texts import Texts
from liff_web.desk.figure_files import csv_file, xlsx_file
from liff_web.desk.figure_view import page_facts
from liff_web.desk.figures_asked import Asked, asked
from liff_web.desk.frame import Desk, desk_blueprint
from liff_web.desk.report import Report, report_file
from liff_web.desk.spreadsheets import CSV, XLSX
from models.figures import Figures, Tally
from models.figures_read import figures_of
from models.repair_check import Sample, sample_of


@dataclass(frozen=True)
class FiguresDesk:
    """Reads figures for whoever asks in this request."""

    desk: Desk

    def asked(self) -> Asked:
        """What the address asks for."""
        return asked(request.args, g.officer, self.desk.office, self.desk.clock())

    def counted(self, what: Asked) -> Figures:
        """The figures of it."""
        return figures_of(self.desk.database, what.view, what.period, self.desk.clock())

    def by_month(self, what: Asked) -> Figures:
        """Those whose months are shown: of one month the year that ends with it, else the same period."""
        shown = what.at(what.period.twelve_months) if what.period.is_month else what
        found = self.counted(shown)
        begun = shown.period.months_begun(self.desk.clock())
        return found.model_copy(update={"by_month": {month: found.by_month.get(month, Tally()) for month in begun}})

    def sample(self, what: Asked) -> list[Sample]:
        """What people answered when they were asked whether it has really been repaired."""
        period, now = what.period, self.desk.clock()
        with self.desk.database.read() as session:
            return sample_of(session, what.officer, period.since, period.until, now, what.shown_division)

    def say(self) -> Texts:
        """The reader's language."""
        return self.desk.office.says_in(g.person.language)

    def titles(self, what: Asked) -> tuple[str, str]:
        """What the period and the cases are called."""
        say, office = self.say(), self.desk.office
        return period_name(say, what.period), view_name(office, say, what.shown_division)

    def report(self, what: Asked) -> Report:
        """The same, to be printed."""
        before = what.at(what.period.moved(-1))
        return Report(
            self.desk.office,
            self.say(),
            *self.titles(what),
            figures=self.counted(what),
            before=self.counted(before).total,
            before_name=period_name(self.say(), before.period),
            by_month=self.by_month(what).by_month,
            officer=g.officer,
            now=self.desk.clock(),
        )


def figures_pages(desk: Desk) -> Blueprint:
    """`/desk/figures`, the same numbers as CSV and Excel, a printed report, and the points of the map."""
    pages, of = desk_blueprint("desk_figures", desk), FiguresDesk(desk)

    @pages.get("/desk/figures")
    def show_figures() -> Response:
        what = of.asked()
        period, view = of.titles(what)
        facts = page_facts(desk.office, of.say(), what, of.counted(what), of.by_month(what), desk.clock())
        return desk.shown("desk/figures.html", period_name=period, view_name=view, sample=of.sample(what), **facts)

    @pages.get("/desk/figures.csv")
    def take_csv() -> Response:
        what = of.asked()
        return _file(csv_file(desk.office, of.say(), of.counted(what), *of.titles(what)), CSV, "csv", what)

    @pages.get("/desk/figures.xlsx")
    def take_xlsx() -> Response:
        what = of.asked()
        return _file(xlsx_file(desk.office, of.say(), of.counted(what)), XLSX, "xlsx", what)

    @pages.get("/desk/figures.pdf")
    def take_report() -> Response:
        what = of.asked()
        return _file(report_file(of.report(what)), "application/pdf", "pdf", what)

    @pages.get("/desk/figures/places.json")
    def show_places() -> Response:
        return jsonify(of.counted(of.asked()).places)

    return pages


def _file(content: bytes, kind: str, ending: str, what: Asked) -> Response:
    """A file to take away; a PDF opens where it is, as telephones can't look at what they have saved."""
    answer = make_response(content)
    answer.mimetype = kind
    days = what.period.name or f"{what.period.first}-{what.period.last}"
    how = "inline" if ending == "pdf" else "attachment"
    answer.headers["Content-Disposition"] = f'{how}; filename="figures-{days}.{ending}"'
    return answer
