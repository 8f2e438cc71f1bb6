"""`baanrao poles`: the register of street lights, brought in from files and taken out again."""

import sys
from pathlib import Path

import click

from bot.clock import now
from bot.installation import Installation
from content.texts import Texts
from handlers.register.checking import Remark
from handlers.register.exporting import WRITERS
from handlers.register.importing import Plan, Progress, carry_out, plan_import
from handlers.register.reading import LARGEST, read_file
from handlers.register.sheets import Sheet
from handlers.turn import Declined, Moment
from models.pole_list import all_poles

SHOWN = 200
LANGUAGES = click.Choice(["th", "en"])


@click.group()
def poles() -> None:
    """The register of street lights: import and export it."""


@poles.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do it. Without this it only says what would happen.")
@click.option("--language", type=LANGUAGES, help="Of what is said; English unless told.")
def import_(file: Path, yes: bool, language: str | None) -> None:
    """Read poles from FILE (CSV, Excel or GeoJSON): new ones come in, known ones are updated by their code.

    All of it, or nothing if a single row is odd.
    """
    here, say = Installation(), Texts(language or "en")
    with file.open("rb") as source:
        content = source.read(LARGEST + 1)
    try:
        sheet = read_file(content)
        if yes:
            with here.database.begin() as session:
                _import(Moment(session, here.office, now()), say, sheet)
            click.echo(say("register.done"))
        else:
            with here.database.read() as session:
                plan = plan_import(Moment(session, here.office, now()), sheet, _shows(say("register.checking")))
            _must_be_clean(say, plan)
            click.echo(say("register.dry_run"))
    except Declined as refusal:
        raise click.ClickException(say(refusal.key, **refusal.blanks)) from None


def _import(moment: Moment, say: Texts, sheet: Sheet) -> None:
    plan = plan_import(moment, sheet, _shows(say("register.checking")))
    _must_be_clean(say, plan)
    carry_out(moment, plan, told=_shows(say("register.writing")))


def _must_be_clean(say: Texts, plan: Plan) -> None:
    """Say what would happen; raise Declined if something is in the way."""
    counts = {"new": len(plan.new), "changed": len(plan.changed), "same": plan.same}
    click.echo(say("register.counts", rows=plan.rows, bad=plan.bad_rows, **counts))
    if plan.unknown:
        click.echo(say("register.unknown_columns", heads=" | ".join(plan.unknown)))
    for remarks, to_error in ((plan.warnings, False), (plan.problems, True)):
        for remark in remarks[:SHOWN]:
            click.echo(f"  {in_words(say, remark)}", err=to_error)
        if len(remarks) > SHOWN:
            click.echo("  " + say("register.and_more", count=len(remarks) - SHOWN), err=to_error)
    if plan.problems:
        raise Declined("register.refused", count=plan.bad_rows)


def in_words(say: Texts, remark: Remark) -> str:
    """A row's line, its code, and what is the matter."""
    return say("register.remark", line=remark.line, code=remark.code or "–", what=say(remark.key, **remark.blanks))


def _shows(what: str) -> Progress:
    """Progress on one line of a terminal; a log gets a line each."""
    is_terminal = sys.stderr.isatty()

    def show(done: int, of: int) -> None:
        click.echo(f"\r{what} {done}/{of}" if is_terminal else f"{what} {done}/{of}", err=True, nl=not is_terminal)
        if is_terminal and done >= of:
            click.echo(err=True)

    return show


@poles.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="FILE.csv, .xlsx or .geojson")
@click.option("--language", type=LANGUAGES, help="Of heads and names; Thai unless told.")
def export(output: Path | None, language: str | None) -> None:
    """Write all poles: CSV to the terminal, or the file named by -o, of the kind that its name ends with."""
    kind = output.suffix.lower().lstrip(".") if output is not None else "csv"
    if kind not in WRITERS:
        raise click.ClickException(f"{output}: the name has to end with .csv, .xlsx or .geojson")
    here = Installation()
    with here.database.read() as session:
        found = all_poles(session)
    content = WRITERS[kind](here.office, Texts(language or "th"), found)
    if output is None:
        click.echo(content, nl=False)
        return
    output.write_bytes(content)
    click.echo(f"{len(found)} poles are in {output}.")
