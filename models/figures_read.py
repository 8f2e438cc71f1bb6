"""How figures are read: those of many cases as they were counted minutes ago, all others as they are now."""

from datetime import datetime

from models.counting import count_figures
from models.database import Database
from models.figures import Figures
from models.kept_figures import (
    View,
    is_fresh,
    is_worth_keeping,
    keep,
    kept_figures,
    next_to_recount,
    views_of_officers,
    want,
)
from models.period import Period


def figures_of(database: Database, view: View, period: Period, now: datetime) -> Figures:
    """The figures of a view of a period. A writer waits for nobody who counts."""
    with database.read() as session:
        kept = kept_figures(session, view, period, now)
        figures = kept or count_figures(session, period, view.condition, now)
    if kept is None and is_worth_keeping(figures):
        _keep(database, view, period, figures)
    elif kept is not None and not is_fresh(kept, now):
        with database.begin() as session:
            want(session, view, period, now)
    return figures


def count_again(database: Database, now: datetime) -> int:
    """Count what readers have found old, for the next of them; returns how many figures that were."""
    counted = 0
    while (old := _oldest(database, now)) is not None:
        view, period = old
        with database.read() as session:
            figures = count_figures(session, period, view.condition, now)
        _keep(database, view, period, figures)
        counted += 1
    return counted


def make_ready(database: Database, now: datetime) -> None:
    """Once an hour: nobody is the first who reads those of this month and this year, also on its first day."""
    with database.read() as session:
        views = views_of_officers(session)
    month = Period.month_of(now)
    for view in views:
        for period in (month, month.moved(-1), month.twelve_months, Period.fiscal_year(month.year)):
            _count_if_missing(database, view, period, now)


def _count_if_missing(database: Database, view: View, period: Period, now: datetime) -> None:
    with database.read() as session:
        if kept_figures(session, view, period, now) is not None:
            return
        figures = count_figures(session, period, view.condition, now)
    if is_worth_keeping(figures):
        _keep(database, view, period, figures)


def _oldest(database: Database, now: datetime) -> tuple[View, Period] | None:
    with database.read() as session:
        return next_to_recount(session, now)


def _keep(database: Database, view: View, period: Period, figures: Figures) -> None:
    with database.begin() as session:
        keep(session, view, period, figures)
