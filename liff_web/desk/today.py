"""Today at a glance: `/desk/today`, for whoever has a minute and a telephone; executives first of all."""

from typing import Any

from flask import Blueprint, Response, g
from sqlmodel import Session

from content.queue_lines import queue_lines
from liff_web.desk.frame import Desk, desk_blueprint
from models.officer import DIGEST_FOR, SEE_EVERYTHING
from models.queue import Tab, Wanted, page_of_queue
from models.today import MOST_COUNTED, day_at_a_glance

LATEST_SHOWN = 5
# Of a hundred cases, so many are to be finished by when it was promised at first.
TARGET_PERCENT = 80


def today_pages(desk: Desk) -> Blueprint:
    """`/desk/today`."""
    pages = desk_blueprint("desk_today", desk)

    @pages.get("/desk/today")
    def show() -> Response:
        with desk.database.read() as session:
            facts = _facts(desk, session)
        return desk.shown("desk/today.html", **facts, target=TARGET_PERCENT, digest_for=DIGEST_FOR, page="today")

    return pages


def _facts(desk: Desk, session: Session) -> dict[str, Any]:
    now, say = desk.clock(), desk.office.says_in(g.person.language)
    late = page_of_queue(session, g.officer, Tab.LATE, Wanted(), now, LATEST_SHOWN).cases
    return {
        "today": day_at_a_glance(session, g.officer, now),
        "late": queue_lines(session, late, desk.office, say, g.officer, now),
        "sees_everything": g.officer.role in SEE_EVERYTHING,
        "day": say.day(now),
        "most": MOST_COUNTED,
    }
