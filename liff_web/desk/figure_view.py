"""What the figures' page shows: names, choices and charts, worked out before the template draws them."""

from datetime import datetime
from typing import Any

from content.figures import (
    columns_of,
    group_name,
    headlines,
    hours_in_words,
    in_words,
    period_name,
    short_month,
    whole_percent,
)
from content.office import Office
from content.texts import Texts
from liff_web.desk import charts
from liff_web.desk.figures_asked import Asked, may_choose, offered_months, offered_years
from models.figures import TARGET_PERCENT, Figures, Tally

SIZES = {
    "chart_width": charts.WIDTH,
    "chart_floor": charts.FLOOR,
    "chart_labels": charts.LABELS,
    "square": charts.SQUARE,
    "before_squares": charts.BEFORE_SQUARES,
    "above_squares": charts.ABOVE_SQUARES,
}
Shares = list[tuple[str, str, float | None]]


def page_facts(
    office: Office, say: Texts, what: Asked, figures: Figures, by_month: Figures, now: datetime
) -> dict[str, Any]:
    """Everything that the template asks for."""
    total = figures.total
    groups = {"type": total, "division": total, "village": total, "month": by_month.total}
    return {
        **SIZES,
        **_choices(office, say, what, now),
        **_charts(office, say, figures, by_month),
        "figures": figures,
        "total": total,
        "total_of": groups,
        "months_counted": by_month.by_month,
        "counted_at": figures.counted_at,
        "headlines": headlines(say, total),
        "target": TARGET_PERCENT,
        "columns": {name: columns_of(name) for name in ("work", "closures")},
        "group_name": lambda along, code: group_name(office, say, along, code),
        "in_words": lambda column, tally: in_words(say, column, tally),
        "hours_in_words": lambda hours: hours_in_words(say, hours),
    }


def _choices(office: Office, say: Texts, what: Asked, now: datetime) -> dict[str, Any]:
    before, after = what.at(what.period.moved(-1)), what.at(what.period.moved(1))
    return {
        "query": what.query,
        "shown": what.period,
        "division": what.division,
        "divisions": office.town.divisions if may_choose(what.officer) else (),
        "months": offered_months(now, what.period),
        "years": offered_years(now, what.period),
        "name_of": lambda period: period_name(say, period),
        "before": before,
        "before_name": period_name(say, before.period),
        "after": after if after.period.since <= now else None,
        "after_name": period_name(say, after.period),
    }


def _charts(office: Office, say: Texts, figures: Figures, by_month: Figures) -> dict[str, Any]:
    months = [(short_month(say, code), tally) for code, tally in by_month.by_month.items()]
    divisions = [(group_name(office, say, "division", code), tally) for code, tally in figures.by_division.items()]
    within, within_divisions = [_share(say, *one) for one in months], [_share(say, *one) for one in divisions]
    heat = charts.heat_of(figures.heat)
    day, hour = heat.busiest
    busiest = {"day": say.words("figures.weekdays")[day], "hour": f"{hour:02}.00", "cases": heat.most}
    taken = [(month, tally.taken, tally.done) for month, tally in months]
    return {
        "within_chart": charts.percent_columns([(month, _bare(share), share) for month, _, share in within]),
        "within_desc": _told(say, within),
        "taken_chart": charts.part_columns(taken),
        "taken_desc": f"{say('figures.chart_desc')}: " + ", ".join(f"{month} {done}/{of}" for month, of, done in taken),
        "divisions_chart": charts.percent_rows(within_divisions),
        "divisions_desc": _told(say, within_divisions),
        "heat": heat,
        "heat_desc": say("figures.heat_desc", **busiest),
    }


def _share(say: Texts, name: str, tally: Tally) -> tuple[str, str, float | None]:
    number = (
        say("figures.nothing") if tally.within is None else say("figures.percent", number=whole_percent(tally.within))
    )
    return name, number, tally.within


def _bare(share: float | None) -> str:
    """Over a narrow column there is no room for a sign."""
    return "" if share is None else whole_percent(share)


def _told(say: Texts, shares: Shares) -> str:
    """A chart in words."""
    return f"{say('figures.chart_desc')}: " + ", ".join(f"{name} {number}" for name, number, _ in shares)
