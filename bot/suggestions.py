"""`baanrao suggest`: what the town would suggest for texts in a file, to measure it by, or to see why."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click
from sqlmodel import Session

from bot.installation import Installation
from bot.settings import Settings, SettingsWrong, with_dotenv
from content.catalogue import Catalogue, load_catalogue
from content.suggesting import Suggestion
from models.taught import taught_about

SHOWN = 3


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"))
def suggest(file: TextIO) -> None:
    """Print, for each line of FILE (- for what is piped in), the three likeliest complaint types as a line of JSON."""
    catalogue = load_catalogue()
    with _what_was_taught() as session:
        for line in file:
            click.echo(json.dumps(_suggested(catalogue, session, line.rstrip("\n")), ensure_ascii=False))


@contextmanager
def _what_was_taught() -> Iterator[Session | None]:
    """The town's database; None where no town has been set up, so that the catalogue speaks alone."""
    try:
        Settings.from_environment(with_dotenv(os.environ))
    except SettingsWrong:
        click.echo("No town is set up here: suggesting by the catalogue's words alone.", err=True)
        yield None
        return
    with Installation().database.read() as session:
        yield session


def _suggested(catalogue: Catalogue, session: Session | None, text: str) -> dict[str, object]:
    taught = taught_about(session, text) if session is not None else {}
    known = [found for found in catalogue.vocabulary.suggest(text, taught) if found.code in catalogue.by_code]
    # Where the words say too little, the commonest types fill up, with the score 0.
    spare = [Suggestion(kind.code, 0) for kind in catalogue.offered if kind.code not in {one.code for one in known}]
    likeliest = [*known, *spare][:SHOWN]
    matter = catalogue.second_matter(text, likeliest[0].code)
    return {
        "likeliest": [
            {"type": one.code, "score": round(one.score, 2), "because": list(one.because)} for one in likeliest
        ],
        "second": {"type": matter.code, "words": matter.words} if matter else None,
    }
