"""A lamp in the chat: which pole it is, what is known of it, and what is wrong with it, each by one tap."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.cards.look import (
    ALARM,
    TILE,
    band,
    button,
    card,
    column,
    divider,
    heading,
    main_button,
    quiet,
    row,
    side_by_side,
    tile,
    words,
)
from content.messages import Action, Message, flex, link, phone_uri, tap, text
from content.office import Office
from content.poles import Fault
from content.texts import Texts

# LINE's own scanner, on telephones. What a sticker says opens the pole's page.
SCANNER = "https://line.me/R/nv/QRCodeReader"
FAULTS_IN_A_ROW = 2


@dataclass(frozen=True)
class NearPole:
    """A pole that may be meant, so many metres away, in a direction (degrees clockwise from north)."""

    id: int
    code: str
    road: str
    metres: float
    bearing: float

    def away(self, say: Texts) -> str:
        """How far and where, and on which road."""
        names = say.words("pole_chat.directions")
        towards = names[round(self.bearing / 360 * len(names)) % len(names)]
        return " · ".join(
            filter(None, [say("pole_chat.away", metres=max(1, round(self.metres)), direction=towards), self.road])
        )


@dataclass(frozen=True)
class KnownLight:
    """An open case of a pole, as anybody may know it; `fault` is the code to join it by."""

    told: str
    fault: str
    number: str
    is_followed: bool


@dataclass(frozen=True)
class PoleFacts:
    """A pole: its code, road, whose it is if it is not the town's, and its open cases."""

    id: int
    code: str
    road: str
    owner: str
    known: tuple[KnownLight, ...] = ()


def ways_on(say: Texts) -> list[Action]:
    """Quick replies under whatever asks for the pole; location and camera exist only as these."""
    return [
        {"type": "location", "label": say("buttons.send_place")},
        {"type": "camera", "label": say("pole_chat.photograph")},
        {"type": "cameraRoll", "label": say("buttons.choose_photo")},
        _in_words(say, "pole_chat.in_words"),
        tap(say("buttons.cancel"), "streetlights.cancel"),
    ]


def ways_card(say: Texts) -> Message:
    """All the ways to say which pole it is."""
    told = (say("pole_chat.way_scan"), say("pole_chat.way_number"), say("pole_chat.way_place"))
    body = [heading(say("pole_chat.which")), *(words(way, size="sm") for way in told)]
    footer = [
        main_button(link(say("pole_chat.scan"), SCANNER)),
        button(tap(say("pole_chat.type_number"), "streetlights.ask_number")),
        button(_in_words(say, "pole_chat.in_words")),
    ]
    return flex(say("pole_chat.which"), card(band(f"💡 {say('pole_chat.title')}"), body, footer), ways_on(say))


def number_question(say: Texts) -> Message:
    """They type the number."""
    return text(say("pole_chat.ask_number"), ways_on(say))


def which_pole(say: Texts, key: str, **blanks: object) -> Message:
    """A sentence by its key, and the ways to go on."""
    return text(say(key, **blanks), ways_on(say))


def alike_card(say: Texts, poles: Sequence[tuple[int, str, str]]) -> Message:
    """A number that no pole has: the poles (id, code, road) that it may mean."""
    return _choice(say, "pole_chat.alike", [_line(say, *pole) for pole in poles])


def near_card(say: Texts, poles: Sequence[NearPole]) -> Message:
    """The poles around a pin, the nearest first."""
    return _choice(say, "pole_chat.near", [_line(say, pole.id, pole.code, pole.away(say)) for pole in poles])


def _choice(say: Texts, key: str, lines: list[Message]) -> Message:
    footer = [button(_in_words(say, "pole_chat.not_listed"))]
    return flex(say(key), card(None, [heading(say(key)), *lines], footer), ways_on(say))


def _line(say: Texts, pole_id: int, code: str, told: str) -> Message:
    """A pole as a line that a thumb can hit."""
    name = say("pole_chat.pole", code=code)
    look = {"backgroundColor": TILE, "cornerRadius": "8px", "paddingAll": "12px"}
    lines = [words(f"💡 {name}", weight="bold", size="lg"), *([quiet(told)] if told else [])]
    return column(lines, spacing="xs", action=tap(code, "streetlights.choose_pole", pole=pole_id), **look)


def pole_card(say: Texts, pole: PoleFacts, faults: Sequence[Fault]) -> Message:
    """This pole: what is known already, and the faults as pictures; each files at once."""
    tiles = [_fault(say, pole, fault) for fault in faults]
    rows = [side_by_side(tiles[at : at + FAULTS_IN_A_ROW]) for at in range(0, len(tiles), FAULTS_IN_A_ROW)]
    body = [
        *([row(say("pole_chat.owner"), pole.owner)] if pole.owner else []),
        *(line for known in pole.known for line in _known(say, pole, known)),
        *([divider()] if pole.known or pole.owner else []),
        words(say("pole_chat.what"), weight="bold"),
        *rows,
    ]
    name = say("pole_chat.pole", code=pole.code)
    header = band(f"💡 {name}", small=pole.road or None)
    offers: list[Action] = [
        {"type": "camera", "label": say("buttons.take_photo")},
        {"type": "cameraRoll", "label": say("buttons.choose_photo")},
        tap(say("buttons.cancel"), "streetlights.cancel"),
    ]
    return flex(f"{name}: {say('pole_chat.what')}", card(header, body), offers)


def _known(say: Texts, pole: PoleFacts, known: KnownLight) -> list[Message]:
    if known.is_followed:
        return [words(known.told), quiet(say("pole_chat.yours", number=known.number))]
    follow = tap(say("pole_chat.follow"), "streetlights.choose_fault", pole=pole.id, fault=known.fault)
    return [words(known.told), main_button(follow)]


def _fault(say: Texts, pole: PoleFacts, fault: Fault) -> Message:
    name = fault.name.in_(say.language)
    action = tap(name, "streetlights.choose_fault", pole=pole.id, fault=fault.code)
    del action["label"]  # the name stands in the tile, whole; a label would cut it
    return tile(fault.picture, name, action)


def danger_card(say: Texts, office: Office, fault: Fault, *, officers_know: bool) -> Message:
    """What to do before anything else, and whom to call."""
    advice = fault.advice.in_(say.language) if fault.advice is not None else ""
    first, *others = fault.numbers
    body = [
        words(advice, size="lg", weight="bold"),
        button(_call(say, office, first), style="primary", color=ALARM),
        *(button(_call(say, office, number)) for number in others),
        quiet(say("pole_chat.danger_told" if officers_know else "pole_chat.danger_filed")),
    ]
    header = band(f"⚠️ {say('pole_chat.danger')}", ALARM, small=fault.name.in_(say.language))
    return flex(say("pole_chat.danger_alt", advice=advice), card(header, body))


def _call(say: Texts, office: Office, number: str) -> Action:
    name = next((one.name.in_(say.language) for one in office.town.hotlines if one.number == number), None)
    label = say("buttons.call", number=number)
    return link(say("buttons.call_named", number=number, name=name) if name else label, phone_uri(number))


def _in_words(say: Texts, key: str) -> Action:
    return tap(say(key), "streetlights.tell_in_words")
