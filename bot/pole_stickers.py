"""`stickers`: sheets with the QR codes of light poles, as PDF."""

import sys
from datetime import datetime
from pathlib import Path

import click

from bot.installation import Installation
from handlers.stickers import Wanted, blank_codes, codes_of
from handlers.turn import Declined
from liff_web.desk.sticker_sheets import GRIDS, StickerSize, sticker_file
from models.case import BANGKOK

DEFAULT_FILE = "stickers.pdf"


@click.command("stickers")
@click.option("--village", default="", help="Those of this village, by its number or its code.")
@click.option("--circuit", default="", help="Those of this circuit.")
@click.option("--code", "codes", multiple=True, help="This one; may be given several times.")
@click.option("--changed-since", type=click.DateTime(["%Y-%m-%d"]), help="Those that came or changed from this day on.")
@click.option("--all", "is_all", is_flag=True, help="All that stand there.")
@click.option("--blank", type=click.IntRange(1), help="So many that belong to no pole yet, to be bound in the field.")
@click.option("--prefix", default="", help="With --blank: what their codes begin with.")
@click.option("--from", "first", type=click.IntRange(0), default=1, help="With --blank: the first number.")
@click.option("--size", type=click.Choice([size.value for size in StickerSize]), default="60x90", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default=DEFAULT_FILE, show_default=True
)
def stickers(
    village: str,
    circuit: str,
    codes: tuple[str, ...],
    changed_since: datetime | None,
    is_all: bool,
    blank: int | None,
    prefix: str,
    first: int,
    size: str,
    output: Path,
) -> None:
    """Write sheets of stickers for light poles as PDF, to be printed on A4 at 100%."""
    since = changed_since.replace(tzinfo=BANGKOK) if changed_since else None
    wanted = Wanted(village, circuit, codes, since)
    if sum((wanted != Wanted(), is_all, blank is not None)) != 1:
        raise click.UsageError("Say which: --village, --circuit, --code or --changed-since; or --all; or --blank.")
    here = Installation()
    try:
        with here.database.read() as session:
            chosen = blank_codes(session, prefix, first, blank) if blank else codes_of(session, here.office, wanted)
    except Declined as refusal:
        raise click.ClickException(here.office.says_in("en")(refusal.key, **refusal.blanks)) from refusal
    if not chosen:
        raise click.ClickException("No pole of the register is among these.")
    _write(here, chosen, StickerSize(size), output)
    if blank:
        click.echo(
            f"Blank ones: {chosen[0]} to {chosen[-1]}. Begin after that the next time; the town does not know of them."
        )


def _write(here: Installation, codes: list[str], size: StickerSize, output: Path) -> None:
    """The file, with its progress on the error output, where it is not in the way of anything."""
    if not here.office.qr_keys.by_version:
        raise click.ClickException(here.office.says_in("en")("stickers.no_key"))
    with click.progressbar(length=len(codes), label="Stickers", file=sys.stderr) as bar:
        content = sticker_file(here.office, codes, size, bar.update)
    output.write_bytes(content)
    places = GRIDS[size].places
    click.echo(
        f"{output}: {len(codes)} stickers on {-(-len(codes) // places)} sheets of A4. Print at 100%, not “fit to page”."
    )
