"""What this town's officers have taught by correcting a case's type: pieces of words, with what they spoke for.

Only counts of four letters are kept, never a text or a person, so they may stay when a reporter is erased.
"""

from collections import defaultdict

from sqlmodel import Field, Session, col, select

from models.case import Case
from models.case_note import words_of
from models.columns import Row
from models.inserting import dialect_of, insert_into
from models.thai import compact

PIECE = 4
MOST_LETTERS = 400
# What complete agreement of everything taught is worth, beside words of the catalogue (2 to 4 each).
WORTH = 10.0
# So many corrections must there be before one is believed by half.
DOUBT = 2


class Taught(Row, table=True):
    """How much oftener a piece was in texts that were corrected to this type than from it."""

    piece: str = Field(primary_key=True, max_length=PIECE)
    type_code: str = Field(primary_key=True, max_length=40)
    times: int


def teach(session: Session, case: Case, code: str) -> None:
    """Learn that the case is of the type `code`, instead of the one that it has now. A later correction undoes it."""
    if code == case.type_code:
        return
    steps = ((code, 1), (case.type_code, -1))
    pieces = sorted(pieces_of(words_of(session, case.key)))  # in one order, so that two who teach don't lock each other
    rows = [{"piece": piece, "type_code": kind, "times": step} for piece in pieces for kind, step in sorted(steps)]
    if rows:
        new = insert_into(dialect_of(session), Taught)
        added = {"times": col(Taught.times) + new.excluded.times}
        session.connection().execute(new.on_conflict_do_update(index_elements=["piece", "type_code"], set_=added), rows)


def taught_about(session: Session, text: str) -> dict[str, float]:
    """What corrections of texts like this one say for each type, and against it (below 0)."""
    pieces = pieces_of(text)
    known: dict[str, list[Taught]] = defaultdict(list)
    for taught in session.exec(select(Taught).where(col(Taught.piece).in_(pieces))):
        known[taught.piece].append(taught)
    said: dict[str, float] = defaultdict(float)
    for of_piece in known.values():
        doubted = DOUBT + sum(abs(taught.times) for taught in of_piece)
        for taught in of_piece:
            said[taught.type_code] += WORTH * taught.times / doubted / len(pieces)
    return dict(said)


def pieces_of(text: str) -> set[str]:
    """Its four-letter pieces, without spaces; none with a digit, which may be of a telephone or a house."""
    read = compact(text[: MOST_LETTERS * 2])[:MOST_LETTERS]
    pieces = {read[start : start + PIECE] for start in range(len(read) - PIECE + 1)}
    return {piece for piece in pieces if not any(letter.isdigit() for letter in piece)}
