"""Complaints as residents tell them, labelled by hand: half for choosing words by, half held out to measure with."""

import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Told:
    """A text with its type, and with the type of the second matter in it if there is one."""

    code: str
    second: str
    words: str

    @property
    def is_held_out(self) -> bool:
        """By its checksum, so that a new text can't change the half of another."""
        return zlib.crc32(self.words.encode()) % 2 == 0


@cache
def all_told() -> tuple[Told, ...]:
    """Every text of small towns, in the order of the file."""
    return _read("complaints_as_told.tsv")


@cache
def told_in_a_city() -> tuple[Told, ...]:
    """Texts as people of a big city write them, made before anybody looked at the words. Never choose words by them."""
    return _read("complaints_of_a_city.tsv")


def _read(file: str) -> tuple[Told, ...]:
    lines = Path(__file__).with_name(file).read_text("utf-8").splitlines()
    return tuple(Told(*line.split("\t")) for line in lines)
