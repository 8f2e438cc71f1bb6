"""What is asked while somebody tells a complaint: one question at a time, always with a way on and a way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content.cards.look import (
    band,
    button,
    card,
    column,
    divider,
    heading,
    main_button,
    picture,
    quiet,
    row,
    side_by_side,
    tile,
    words,
)
from content.catalogue import Catalogue, ComplaintType
from content.messages import Action, Message, flex, tap, text
from content.office import Office
from content.texts import Texts

MOST_LETTERS_SHOWN = 400
IN_A_ROW = 3


def ways_on(say: Texts) -> list[Action]:
    """Quick replies that belong under every question; location and camera exist only as these."""
    return [
        {"type": "location", "label": say("buttons.send_place")},
        {"type": "camera", "label": say("buttons.take_photo")},
        {"type": "cameraRoll", "label": say("buttons.choose_photo")},
        tap(say("buttons.skip"), "complaints.skip"),
        tap(say("buttons.cancel"), "complaints.cancel"),
    ]


def type_question(say: Texts, catalogue: Catalogue) -> Message:
    """The kinds of problem as pictures with their names, three in a row."""
    tiles = [_tile(say, kind) for kind in catalogue.offered]
    tiles += [column([{"type": "filler"}])] * (-len(tiles) % IN_A_ROW)
    rows = [side_by_side(tiles[start : start + IN_A_ROW]) for start in range(0, len(tiles), IN_A_ROW)]
    bubble = card(None, [heading(say("complaints.card_title")), quiet(say("complaints.ask_type")), *rows])
    return flex(say("complaints.ask_type"), bubble, ways_on(say))


def _tile(say: Texts, kind: ComplaintType) -> Message:
    name = kind.short.in_(say.language)
    return tile(kind.picture, name, tap(name, "complaints.choose_type", type=kind.code))


def question(say: Texts, name: str) -> Message:
    """An open question: words, place or photo."""
    return text(say(f"complaints.ask_{name}"), ways_on(say))


@dataclass(frozen=True)
class Told:
    """A complaint as told so far, ready to be read back to its teller."""

    type_name: str
    picture: str
    words: str
    place: str
    photo_urls: Sequence[str]
    photo_count: int
    round: int


def summary(say: Texts, told: Told) -> Message:
    """Everything told, read back, with one large button; quick replies change what is wrong."""
    shown = told.words if len(told.words) <= MOST_LETTERS_SHOWN else told.words[:MOST_LETTERS_SHOWN] + "…"
    count = (
        say("complaints.summary_photos", count=told.photo_count)
        if told.photo_count
        else say("complaints.summary_no_photos")
    )
    body = [
        row(say("complaints.label_type"), f"{told.picture} {told.type_name}"),
        row(say("complaints.label_words"), shown),
        row(say("complaints.label_place"), told.place),
        row(say("complaints.label_photos"), count),
    ]
    if told.photo_urls:
        body.append(side_by_side([picture(url, "1:1") for url in told.photo_urls[:3]]))
    confirm = tap(say("buttons.confirm_and_send"), "complaints.confirm", round=told.round)
    bubble = card(band(say("complaints.summary_title")), body, [main_button(confirm)])
    return flex(say("complaints.summary_alt"), bubble, _changes(say, told.round))


def _changes(say: Texts, round_: int) -> list[Action]:
    return [
        tap(say("buttons.confirm"), "complaints.confirm", round=round_),
        tap(say("buttons.change_type"), "complaints.change", what="type"),
        tap(say("buttons.change_words"), "complaints.change", what="words"),
        tap(say("buttons.change_place"), "complaints.change", what="place"),
        {"type": "camera", "label": say("buttons.take_photo")},
        {"type": "cameraRoll", "label": say("buttons.choose_photo")},
        tap(say("buttons.cancel"), "complaints.cancel"),
    ]


def filed(say: Texts, office: Office, number: str, division: str, promised_at: datetime) -> Message:
    """The receipt: the number, what happens next and by when."""
    name = office.division_name(division, say.language)
    body = [
        words(number, size="xxl", weight="bold", align="center"),
        divider(),
        words(say("complaints.filed_next", division=name, promised=say.moment(promised_at))),
        quiet(say("complaints.filed_track")),
    ]
    track = button(tap(say("buttons.track"), "tracking.list_cases"))
    return flex(say("complaints.filed_alt", number=number), card(band(say("complaints.filed_title")), body, [track]))
