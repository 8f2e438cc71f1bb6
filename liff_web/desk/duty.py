"""Who is on duty: a page of its own, whose form the team's page shows too; and the digest that one may ask for."""

from datetime import date

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as Answer

from handlers.desk.digest import want_digest
from handlers.desk.duty import be_away, be_back, duty_section
from handlers.turn import Declined
from liff_web.desk.frame import LARGEST_ID, Desk, desk_blueprint, go_to
from models.officer import DIGEST_FOR

# The pages that show these forms: each goes back to where it was sent from.
PAGES = {"duty": "desk/duty", "team": "desk/team", "today": "desk/today"}


def duty_pages(desk: Desk) -> Blueprint:
    """`/desk/duty`, and the forms for being away, being back and the digest. Everybody's own; heads: their division's."""
    pages = desk_blueprint("desk_duty", desk)

    @pages.get("/desk/duty")
    def show_duty() -> Response:
        say = desk.office.says_in(g.person.language)
        with desk.database.read() as session:
            facts = duty_section(session, desk.office, g.officer, say, desk.clock())
        return desk.shown("desk/duty.html", digest_for=DIGEST_FOR, page="duty", **facts)

    @pages.post("/desk/duty")
    def change_duty() -> Answer:
        is_away, officer_id = "back" not in request.form, _officer_id()
        with desk.database.begin() as session:
            if is_away:
                be_away(desk.moment(session), g.person, officer_id, _last_day())
            else:
                be_back(desk.moment(session), g.person, officer_id)
        return go_to(_page("duty"), said="away" if is_away else "back")

    @pages.post("/desk/today/digest")
    def change_digest() -> Answer:
        wants = request.form.get("wants") == "yes"
        with desk.database.begin() as session:
            want_digest(desk.moment(session), g.person, wants=wants)
        return go_to(_page("today"), said="digest_on" if wants else "digest_off")

    return pages


def _page(otherwise: str) -> str:
    return PAGES.get(request.form.get("page", ""), PAGES[otherwise])


def _officer_id() -> int:
    told = request.form.get("officer", "")
    if not (told.isascii() and told.isdigit() and len(told) <= len(str(LARGEST_ID))):
        raise Declined("duty.not_yours")
    return int(told)


def _last_day() -> date:
    try:
        return date.fromisoformat(request.form.get("until", ""))
    except ValueError:
        raise Declined("duty.day_not_possible") from None
