"""Who works here, for their colleagues; codes for those who come, and one tap for those who go."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as Answer

from content.texts import Texts
from handlers.desk.duty import duty_section
from handlers.desk.team import GIVES, end_role, group_code, officer_code
from liff_web.desk.frame import HEADS, Desk, desk_blueprint, go_to
from models.officer import Officer, Role
from models.person import Person
from models.team import all_to_end, team_of


@dataclass(frozen=True)
class Member:
    """A colleague as the page shows them."""

    id: int
    name: str
    role: str
    since: datetime
    may_end: bool


def team_pages(desk: Desk) -> Blueprint:
    """`/desk/team`: everybody reads; heads let go and give codes in their division, administrators everywhere."""
    pages = desk_blueprint("desk_team", desk)

    @pages.get("/desk/team")
    def show_team() -> Response:
        return _shown(desk)

    @pages.post("/desk/team/<int(max=999999999):officer_id>/end")
    def end(officer_id: int) -> Answer:
        with desk.database.begin() as session:
            end_role(desk.moment(session), g.person, officer_id)
        return go_to("desk/team", said="role_ended")

    @pages.post("/desk/team/code")
    def give_code() -> Response:
        division, role = request.form.get("division", ""), request.form.get("role", "")
        with desk.database.begin() as session:
            code = officer_code(desk.moment(session), g.person, division, role)
        return _shown(desk, command="enrol", code=code, division=division, role=role)

    @pages.post("/desk/team/group-code")
    def give_group_code() -> Response:
        division = request.form.get("division", "")
        with desk.database.begin() as session:
            code = group_code(desk.moment(session), g.person, division)
        return _shown(desk, command="enrol_group", code=code, division=division)

    return pages


def _shown(desk: Desk, command: str = "", code: str = "", division: str = "", role: str = "") -> Response:
    """The page; with a code that has just been issued it is the only one that ever shows it."""
    officer, say = g.officer, desk.office.says_in(g.person.language)
    with desk.database.read() as session:
        team, to_end = team_of(session, officer), all_to_end(session, officer)
        on_duty = duty_section(session, desk.office, officer, say, desk.clock())
    divisions = [
        (code_of, [_member(one, person, say, may_end=one.key in to_end) for one, person in members])
        for code_of, members in groupby(team, key=lambda row: row[0].division)
    ]
    gives = officer.role in HEADS
    offered = list(desk.office.town.by_division) if officer.role == Role.ADMIN else [officer.division]
    typed = desk.office.says_in("th").words(f"commands.{command}")[0] if command else ""
    issued = {"sentence": f"{typed} {code}", "is_group": command == "enrol_group", "division": division, "role": role}
    return desk.shown(
        "desk/team.html",
        divisions=divisions,
        offered=offered if gives else [],
        roles=GIVES.get(officer.role, ()),
        issued=issued if code else None,
        page="team",
        **on_duty,
    )


def _member(officer: Officer, person: Person, say: Texts, *, may_end: bool) -> Member:
    name = officer.public_name or person.display_name or say("officers.unnamed")
    return Member(officer.key, name, say(f"roles.{officer.role}"), officer.enrolled_at, may_end)
