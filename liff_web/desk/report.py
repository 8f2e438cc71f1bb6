"""The report of a period on two sheets of paper, as a mayor is handed it: no word of it is about a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from content.figures import Headline, changes, columns_of, group_name, headlines, in_words, short_month, whole_percent
from content.office import Office
from content.texts import Texts
from liff_web.desk.lettering import INK, QUIET
from liff_web.desk.paper import ACCENT, ALARM, LINE, MARGIN, WIDTH, Column, Paper
from models.figures import TARGET_PERCENT, Figures, Tally, together
from models.officer import Officer

PAGES = 2
# More groups than these stand in one row together, so that the report stays on its pages.
MOST_DIVISIONS, MOST_TYPES = 12, 20
NAMES, ROW, BOX_HEIGHT, CHART_HEIGHT = 62.0, 6.2, 34.0, 34.0
Groups = Mapping[str, Tally]


@dataclass(frozen=True)
class Report:
    """What is reported: the figures, those of the period before, the months of the charts, and who made it when."""

    office: Office
    say: Texts
    period_name: str
    view_name: str
    figures: Figures
    before: Tally
    before_name: str
    by_month: Groups
    officer: Officer
    now: datetime


def report_file(report: Report) -> bytes:
    """The report as PDF."""
    paper = Paper(lambda page: _foot(report, page))
    paper.set_title(f"{report.say('report.title')} {report.period_name}")
    paper.set_creation_date(report.now)
    y = _charts(paper, report, _changes(paper, report, _boxes(paper, report, _head(paper, report))))
    _table(paper, report, y, "division", report.figures.by_division, "printed", MOST_DIVISIONS)
    paper.add_page()
    y = _table(paper, report, MARGIN, "type", report.figures.by_type, "printed", MOST_TYPES)
    _table(paper, report, y + 6, "closures", report.figures.by_division, "closures", MOST_DIVISIONS)
    return bytes(paper.output())


def _foot(report: Report, page: int) -> str:
    say, officer = report.say, report.officer
    name, role = officer.public_name or say("report.nameless"), say(f"roles.{officer.role}")
    made = say("report.made_by", name=name, role=role, at=say.moment(report.now))
    town = report.office.town.name.in_(say.language)
    return say("report.foot", town=town, made=made, page=page, pages=PAGES, no_data=say("report.no_data"))


def _head(paper: Paper, report: Report) -> float:
    paper.ink(QUIET)
    paper.write_in(MARGIN, MARGIN, WIDTH, report.office.town.name.in_(report.say.language), 13, "B")
    paper.ink(INK)
    paper.write_in(MARGIN, MARGIN + 8, WIDTH, f"{report.say('report.title')} {report.period_name}", 20, "B")
    paper.ink(QUIET)
    about = f"{report.view_name} · {report.say('figures.about')}"
    paper.write_in(MARGIN, MARGIN + 19.5, WIDTH, about, 10.5)
    paper.rule(MARGIN + 28, ACCENT, 0.8)
    return MARGIN + 31


def _boxes(paper: Paper, report: Report, y: float) -> float:
    """The five numbers, each with how far it is from the target."""
    boxes = headlines(report.say, report.figures.total)
    gap = 3.0
    width = (WIDTH - gap * (len(boxes) - 1)) / len(boxes)
    for place, box in enumerate(boxes):
        _box(paper, report.say, box, MARGIN + place * (width + gap), y, width)
    return y + BOX_HEIGHT + 3


def _box(paper: Paper, say: Texts, box: Headline, x: float, y: float, width: float) -> None:
    paper.set_draw_color(*LINE)
    paper.set_line_width(0.3)
    paper.rect(x, y, width, BOX_HEIGHT)
    paper.ink(INK)
    paper.write_in(x + 2, y + 1.5, width - 4, box.name, 10.5, "B")
    paper.write_in(x + 2, y + 8, width - 4, box.number, 22, "B")
    paper.ink(QUIET)
    paper.write_in(x + 2, y + 20, width - 4, box.detail, 8.5)
    if box.percent is None:
        return
    left, length = x + 2, width - 4
    paper.set_fill_color(*LINE)
    paper.rect(left, y + 26.4, length, 0.3, "F")
    paper.set_fill_color(*(ACCENT if box.is_reached else ALARM))
    paper.rect(left, y + 25.4, length * min(box.percent, 100) / 100, 2, "F")
    target = left + length * TARGET_PERCENT / 100
    paper.dashed(target, y + 24.6, target, y + 28.2)
    paper.ink(ACCENT if box.is_reached else ALARM)
    paper.write_in(
        left,
        y + 28.4,
        length,
        say(f"figures.{'reached' if box.is_reached else 'missed'}", target=TARGET_PERCENT),
        8,
        "B",
    )


def _changes(paper: Paper, report: Report, y: float) -> float:
    say = report.say
    paper.ink(QUIET)
    paper.write_in(MARGIN, y, WIDTH, say("report.against", period=report.before_name), 10.5)
    for line, (way, sentence) in enumerate(
        zip(("better", "worse"), changes(say, report.figures.total, report.before), strict=True), start=1
    ):
        paper.ink(ACCENT if way == "better" else ALARM)
        paper.write_in(MARGIN, y + line * 6.6, 20, say(f"report.{way}"), 12, "B")
        paper.ink(INK)
        paper.write_in(MARGIN + 20, y + line * 6.6, WIDTH - 20, sentence, 12)
    return y + 22


def _charts(paper: Paper, report: Report, y: float) -> float:
    """Month by month: promises kept against the target, and what was filed and done."""
    say, half = report.say, (WIDTH - 8) / 2
    months = [(short_month(say, code), tally) for code, tally in report.by_month.items()]
    paper.ink(INK)
    paper.write_in(MARGIN, y, half, say("figures.chart_within"), 11, "B")
    paper.write_in(MARGIN + half + 8, y, half, say("figures.chart_taken"), 11, "B")
    top = y + 15.5
    within = [_within(name, tally) for name, tally in months]
    paper.columns(MARGIN, top, half, CHART_HEIGHT, within, TARGET_PERCENT / 100)
    paper.ink(ALARM)
    paper.write_in(MARGIN, y + 5.8, half, say("figures.target", target=TARGET_PERCENT), 8, "B", "R")
    most = max((tally.taken for _, tally in months), default=0) or 1
    taken = [
        (name, f"{t.taken:,}" if t.taken else "", t.taken / most, t.done / (t.taken or 1), True) for name, t in months
    ]
    paper.columns(MARGIN + half + 8, top, half, CHART_HEIGHT, taken)
    paper.ink(QUIET)
    for place, key in enumerate(("figures.key_done", "figures.key_open")):
        x = MARGIN + half + 8 + place * 26
        paper.key(x, y + 5.8, is_filled=place == 0)
        paper.write_in(x + 4, y + 5.8, 22, say(key), 8)
    return top + CHART_HEIGHT + 9


def _within(name: str, tally: Tally) -> Column:
    share = tally.within
    return (
        name,
        "" if share is None else f"{whole_percent(share)}%",
        (share or 0) / 100,
        1,
        (share or 0) >= TARGET_PERCENT,
    )


def _table(paper: Paper, report: Report, y: float, about: str, groups: Groups, kind: str, most: int) -> float:
    """A heading and its table. Returns where it ends."""
    say, columns = report.say, columns_of(kind)
    along = "division" if about == "closures" else about
    title = say("figures.closures") if about == "closures" else say(f"figures.by_{about}")
    paper.ink(INK)
    paper.write_in(MARGIN, y, WIDTH, title, 12, "B")
    shown = dict(list(groups.items())[:most])
    rows = [[group_name(report.office, say, along, code), *_numbers(say, kind, tally)] for code, tally in shown.items()]
    if left_out := list(groups.values())[most:]:
        rows.append([say("report.others", groups=len(left_out)), *_numbers(say, kind, together(left_out))])
    rows.append([say("figures.all"), *_numbers(say, kind, report.figures.total)])
    return paper.write_table(y + 8, ["", *(say(f"report.col_{column.name}") for column in columns)], rows, NAMES, ROW)


def _numbers(say: Texts, kind: str, tally: Tally) -> list[str]:
    return [in_words(say, column, tally) for column in columns_of(kind)]
