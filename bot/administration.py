"""The commands that look after a town that exists: codes, erasure, the month's messages, and how everything is."""

import click

from bot.backlog import events, outbox
from bot.clock import now
from bot.doctor import examine
from bot.installation import Installation
from bot.pole_stickers import stickers
from bot.poles import poles
from bot.settings import settings_of_this_process
from bot.suggestions import suggest
from content.office import Office
from handlers.erasure import erase
from handlers.turn import Moment
from models.case import BANGKOK, Case
from models.enrolment import CodeKind, new_code
from models.officer import Role
from models.outgoing import Lane, dearest_cases, held_by_lane, paid_by_lane
from models.person import find_person
from notifications.quota import Standing, month_began_at, standing_at

DEAREST_SHOWN = 5


@click.command("group-code")
@click.argument("division")
def group_code(division: str) -> None:
    """Print a one-time code for a staff group of DIVISION, e.g. public_works."""
    here = Installation()
    here.must_know(division)
    with here.database.begin() as session:
        code = new_code(session, CodeKind.GROUP, division, None, here.office.secret, now())
    _show_code(here.office, "enrol_group", "In the LINE group, within 24 hours, type", code)


@click.command("officer-code")
@click.argument("division")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="officer", show_default=True)
def officer_code(division: str, role: str) -> None:
    """Print a one-time code for an officer of DIVISION, e.g. public_works."""
    here = Installation()
    here.must_know(division)
    with here.database.begin() as session:
        code = new_code(session, CodeKind.OFFICER, division, Role(role), here.office.secret, now())
    _show_code(here.office, "enrol", "In the private chat with the account, within 24 hours, type", code)


def _show_code(office: Office, command: str, where: str, code: str) -> None:
    """The whole sentence to type, the code as its last word."""
    spoken = office.says_in("th").words(f"commands.{command}")[0]
    click.echo(f"{where}: {spoken} {code}")


@click.command("erase-person")
@click.argument("line_user_id")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_person(line_user_id: str, yes: bool) -> None:
    """Forget the person with LINE_USER_ID: their words, photos and identity; the cases' numbers and steps stay."""
    here = Installation()
    with here.database.read() as session:
        person = find_person(session, line_user_id)
    if person is None:
        raise click.ClickException("Nobody with that LINE user id has written to this town.")
    if not yes:
        click.confirm("This can't be undone. Forget this person?", abort=True)
    with here.database.begin() as session:
        found = find_person(session, line_user_id)
        if found is not None:
            erase(Moment(session, here.office, now()), found)
    click.echo("Forgotten. Photos are deleted by the running town within a minute.")


@click.command()
def quota() -> None:
    """Tell how many paid messages are left this month, who used them, and what is held for want of them."""
    at = now()
    month = month_began_at(at)
    with Installation().database.read() as session:
        click.echo("\n".join(_standing_in_words(standing_at(session, at))))
        paid, held = paid_by_lane(session, month), held_by_lane(session)
        click.echo(f"Paid this month by our own count: {_by_lane(paid)}.")
        click.echo(f"Held until there is room: {_by_lane(held)}.")
        dearest = dearest_cases(session, month, DEAREST_SHOWN)
        if dearest:
            click.echo("The dearest cases this month:")
        for case_id, messages in dearest:
            click.echo(f"  {session.get_one(Case, case_id).number}  {messages}")


def _standing_in_words(standing: Standing) -> list[str]:
    if standing.read_at is None:
        return ["LINE has not told the quota yet, so nothing is held back for emergencies."]
    read = f"Last read from LINE on {standing.read_at.astimezone(BANGKOK):%Y-%m-%d %H:%M} (Thai time); LINE is roughly right."
    if standing.limit is None:
        return [f"This account has no limit. Used this month: {standing.used}.", read]
    return [
        f"{standing.remaining} of {standing.limit} paid messages are left this month; {standing.used} are used.",
        f"The last {standing.reserve} are kept for emergencies.",
        read,
    ]


def _by_lane(counts: dict[Lane, int]) -> str:
    told = [f"{lane.value} {counts[lane]}" for lane in Lane if counts.get(lane)]
    return ", ".join(told) or "nothing"


@click.command()
def doctor() -> None:
    """Look at everything that the town needs, and say in words what is wrong and what to do; then it exits with 1."""
    findings = []
    for finding in examine(settings_of_this_process(), now):
        findings.append(finding)
        click.echo(finding.line)
    if any(finding.what_to_do for finding in findings):
        raise SystemExit(1)


poles.add_command(stickers)
COMMANDS = (group_code, officer_code, erase_person, events, outbox, doctor, poles, quota, suggest)
