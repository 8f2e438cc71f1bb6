"""Merging a case into another and parting them again: the box on a case's page, and where its forms go."""

from typing import Any

from flask import Blueprint, g, request
from werkzeug.wrappers import Response as Answer

from handlers.desk.alike import merged_here, proposals
from handlers.desk.merging import case_numbered, merge, merging, unmerge, unmerging
from handlers.guards import READS_ONLY, acting
from handlers.turn import Asked, Declined, Moment
from liff_web.desk.frame import Desk, desk_blueprint, go_to, step_seen
from models.case import OPEN, Case
from models.case_merge import goes_on_as, merge_of
from models.officer import Officer


def merging_section(moment: Moment, officer: Officer, case: Case) -> dict[str, Any]:
    """What `desk/merge_box.html` shows: what may be the same, what was merged here, and where a merged case goes on."""
    say = moment.office.says_in(g.person.language)
    other, own = goes_on_as(moment.session, case), merge_of(moment.session, case.key)
    may_change = officer.role not in READS_ONLY
    return {
        "merging": {
            "may_merge": may_change and case.status in OPEN,
            "may_part": may_change,
            "proposals": proposals(moment, officer, case, say) if may_change else [],
            "merged": merged_here(moment, case, say),
            "goes_on": other,
            "goes_on_until": own.may_be_parted_until if own is not None else None,
            "now": moment.now,
        }
    }


def merging_pages(desk: Desk) -> Blueprint:
    """`/desk/cases/<id>/merge` and `/unmerge`."""
    pages = desk_blueprint("desk_merging", desk)

    @pages.post("/desk/cases/<int(max=999999999):case_id>/merge")
    def merge_case(case_id: int) -> Answer:
        say = desk.office.says_in(g.person.language)
        with desk.database.begin() as session:
            moment = desk.moment(session)
            into_id = _into(moment)
            work, into = merging(moment, g.person, say, case_id, into_id, step_seen())
            merge(work, into)
        return go_to(f"desk/cases/{into_id}", said="merged")

    @pages.post("/desk/cases/<int(max=999999999):case_id>/unmerge")
    def unmerge_case(case_id: int) -> Answer:
        say = desk.office.says_in(g.person.language)
        with desk.database.begin() as session:
            unmerge(unmerging(desk.moment(session), g.person, say, case_id, step_seen()))
        return go_to(f"desk/cases/{case_id}", said="unmerged")

    return pages


def _into(moment: Moment) -> int:
    """The other case: by the button of a proposal, or by its number."""
    officer = acting(moment.session, g.person.key)
    if "into" in request.form:
        return Asked(into=request.form["into"]).whole("into")
    number = request.form.get("number", "")
    if not number.strip():
        raise Declined("desk_merge.unknown")
    return case_numbered(moment, officer, number)
