"""Open cases of a pole that moves, goes or gets another code: they stay where they were told, and say so to officers."""

from collections.abc import Sequence
from typing import Any, Protocol

from content.texts import Texts
from handlers.turn import Moment
from models.asset import Asset, AssetState
from models.case_note import CaseNote, NoteKind, write_note
from models.geography import Point, metres_between
from models.officer import Officer
from models.person import Language
from models.streetlight import open_lights

# Less than this is a better measurement, not another place.
MOVED_M = 5.0
LOOKED_UP_AT_ONCE = 500


class Changing(Protocol):
    """A pole as it is, and what is to be otherwise."""

    @property
    def pole(self) -> Asset:
        """The pole."""

    @property
    def facts(self) -> dict[str, Any]:
        """Its facts to be."""


def tell_open_cases(moment: Moment, by: Officer, changes: Sequence[Changing], why: str = "") -> int:
    """Leave an internal note with each open case of these poles; returns how many."""
    say = moment.office.says_in(Language.THAI)  # the office works in Thai
    sentences = {one.pole.key: told for one in changes if (told := _sentence(say, one, why))}
    ids, written = list(sentences), 0
    for start in range(0, len(ids), LOOKED_UP_AT_ONCE):
        for light in open_lights(moment.session, ids[start : start + LOOKED_UP_AT_ONCE]):
            words = sentences[light.streetlight.asset_id or 0]
            note = CaseNote(
                case_id=light.case.key,
                kind=NoteKind.INTERNAL,
                person_id=by.person_id,
                words=words,
                written_at=moment.now,
            )
            write_note(moment.session, note)
            written += 1
    return written


def _sentence(say: Texts, change: Changing, why: str) -> str:
    pole, facts = change.pole, change.facts
    told = [part for part in (_removed(say, pole, facts), _moved(say, pole, facts), _renamed(say, pole, facts)) if part]
    return " ".join([*told, why]).strip() if told else ""


def _removed(say: Texts, pole: Asset, facts: dict[str, Any]) -> str:
    is_removed = facts.get("state") == AssetState.REMOVED
    return say("register.note_removed", code=pole.code) if is_removed else ""


def _moved(say: Texts, pole: Asset, facts: dict[str, Any]) -> str:
    there = Point(facts.get("latitude", pole.latitude), facts.get("longitude", pole.longitude))
    metres = metres_between(pole.point, there) if there != pole.point else 0
    return say("register.note_moved", code=pole.code, metres=round(metres)) if metres >= MOVED_M else ""


def _renamed(say: Texts, pole: Asset, facts: dict[str, Any]) -> str:
    return say("register.note_renamed", code=pole.code, new=facts["code"]) if "code" in facts else ""
