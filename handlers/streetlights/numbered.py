"""Somebody types the number of a pole, as people type; a number that is nearly right is asked back."""

import re
from collections.abc import Iterator

from sqlmodel import Session

from content.cards.poles import alike_card, ways_card, which_pole
from content.messages import text
from content.poles import Fault
from content.texts import polite_endings
from handlers.complaints.draft import MOST_LETTERS, Said
from handlers.complaints.safety import whom_to_call
from handlers.streetlights.choosing import report_fault, show_pole
from handlers.streetlights.finding import pole_numbered
from handlers.streetlights.telling import LightDraft, as_complaint, keep_light_draft, open_light
from handlers.turn import Asked, Replies, Turn, Words
from models.asset import LONGEST_CODE, Asset, AssetKind, AssetState, assets_by_code, code_in
from models.thai import canon, compact

MOST_ALIKE = 3
# Widths to which people's towns fill a number up with zeros.
WIDTHS = range(1, 7)
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"


def hear_words(turn: Turn, words: Words) -> Replies:
    """A number, a fault by its name, or a story: whatever it is, it brings the report on."""
    draft = open_light(turn)
    number = _number_in(turn, words.text)
    pole = pole_numbered(turn.session, number) if _has_digit(number) else None
    if pole is not None:
        return show_pole(turn, draft, pole)
    fault = _fault_named(turn, words.text)
    if fault is not None:
        return report_fault(turn, draft, fault) if draft.pole_id is not None else [ways_card(turn.say)]
    if draft.pole_id is None and _has_digit(number) and (code := code_in(number)) is not None:
        draft.number = _said(words)
        keep_light_draft(turn, draft)
        alike = poles_like(turn.session, code)
        if not alike:
            return [which_pole(turn.say, "pole_chat.not_found", code=code)]
        return [alike_card(turn.say, [(one.key, one.code, one.road or "") for one in alike])]
    return _told_in_words(turn, draft, words)


def again(turn: Turn, asked: Asked) -> Replies:
    """The open question once more."""
    draft = open_light(turn)
    pole = turn.session.get(Asset, draft.pole_id) if draft.pole_id is not None else None
    return [ways_card(turn.say)] if pole is None else show_pole(turn, draft, pole)


def poles_like(session: Session, code: str) -> list[Asset]:
    """The poles that somebody may mean who wrote this code: without its hyphen or zeros, or with one letter wrong."""
    likely = [*_rewritten(code), *_one_letter_off(code)]
    found = assets_by_code(session, AssetKind.POLE, list(dict.fromkeys(likely)))
    standing = [pole for pole in found.values() if pole.state == AssetState.IN_USE]
    return sorted(standing, key=lambda pole: (likely.index(pole.code), pole.code))[:MOST_ALIKE]


def _rewritten(code: str) -> Iterator[str]:
    parted = re.sub(r"(?<=[^0-9-])(?=[0-9])|(?<=[0-9])(?=[^0-9-])", "-", code)
    for spelled in (code, parted, code.replace("-", "")):
        for width in WIDTHS:
            yield re.sub(r"[0-9]+", lambda digits, w=width: digits[0].lstrip("0").zfill(w), spelled)  # type: ignore[misc]


def _one_letter_off(code: str) -> Iterator[str]:
    for at in range(len(code) + 1):
        before, after = code[:at], code[at:]
        yield before + after[1:]
        for letter in LETTERS:
            yield before + letter + after[1:]
            yield before + letter + after


def _number_in(turn: Turn, told: str) -> str:
    """Without politeness and without the word for a pole before it."""
    number = canon(told).strip("!?. \"'")
    for ending in polite_endings():
        number = number.removesuffix(ending).strip()
    for word in turn.say.words("pole_chat.before_a_number"):
        number = number.removeprefix(word).strip(" :.")
    return number


def _has_digit(number: str) -> bool:
    return len(number) <= LONGEST_CODE and any(letter.isdigit() for letter in number)


def _fault_named(turn: Turn, told: str) -> Fault | None:
    typed = compact(told)
    names = {compact(name): fault for fault in turn.office.poles.faults for name in (fault.name.th, fault.name.en)}
    return names.get(typed)


def _told_in_words(turn: Turn, draft: LightDraft, words: Words) -> Replies:
    """What belongs to the pole stays with it until the fault is tapped; without a pole it is a complaint in words."""
    room = MOST_LETTERS - len(draft.words)
    if room > 0:
        draft.said.append(_said(words, room))
    calls = whom_to_call(turn, draft, words.text)
    if draft.pole_id is None:
        return as_complaint(turn, draft, *calls)
    keep_light_draft(turn, draft)
    return [*calls, text(turn.say("pole_chat.got_words")), *again(turn, Asked())]


def _said(words: Words, room: int = MOST_LETTERS) -> Said:
    return Said(message_id=words.message_id, words=words.text[:room])
