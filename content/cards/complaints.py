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
    quiet,
    row,
    side_by_side,
    small_picture,
    tile,
    words,
)
from content.catalogue import Catalogue, ComplaintType
from content.messages import Action, Message, carousel, flex, link, tap, text
from content.office import Office
from content.texts import Texts

MOST_LETTERS_SHOWN = 400
IN_A_ROW = 3
# A page of tiles: all of it is seen at once on a small phone.
ON_A_PAGE = 12
# The likeliest types fill the first row.
MOST_LIKELY = IN_A_ROW


def ways_on(say: Texts) -> list[Action]:
    """Quick replies that belong under every question; location and camera exist only as these."""
    return [
        {"type": "location", "label": say("buttons.send_place")},
        {"type": "camera", "label": say("buttons.take_photo")},
        {"type": "cameraRoll", "label": say("buttons.choose_photo")},
        tap(say("buttons.skip"), "complaints.skip"),
        tap(say("buttons.cancel"), "complaints.cancel"),
    ]


def type_question(say: Texts, catalogue: Catalogue, likely: Sequence[str], form_url: str) -> Message:
    """The kinds of problem as pictures with their names: the likeliest, the commonest, and the way to all of them.

    Whoever would rather fill in a form gets to it from here.
    """
    first = [catalogue.by_code[code] for code in likely[:MOST_LIKELY]]
    known = [kind for kind in catalogue.offered if not kind.is_fallback and kind not in first]
    common = [_tile(say, kind) for kind in known[: ON_A_PAGE - 2 - len(first)]]
    common += [_tile(say, catalogue.fallback), _all_types(say)]
    body = [heading(say("complaints.card_title")), quiet(say("complaints.ask_type"))]
    if first:
        body += [quiet(say("complaints.likely_types")), *_rows([_tile(say, kind) for kind in first])]
        body.append(quiet(say("complaints.other_types")))
    offers = [*ways_on(say), link(say("buttons.by_form"), form_url)]
    return flex(say("complaints.ask_type"), card(None, [*body, *_rows(common)]), offers)


def all_types(say: Texts, catalogue: Catalogue) -> Message:
    """Every kind of problem, page beside page."""
    tiles = [_tile(say, kind) for kind in catalogue.offered]
    pages = [tiles[start : start + ON_A_PAGE] for start in range(0, len(tiles), ON_A_PAGE)]
    titles = [
        heading(say("complaints.all_types_title", page=page, pages=len(pages))) for page in range(1, len(pages) + 1)
    ]
    bubbles = [card(None, [title, *_rows(page)]) for title, page in zip(titles, pages, strict=True)]
    return flex(say("complaints.ask_type"), carousel(bubbles), ways_on(say))


def _rows(tiles: Sequence[Message]) -> list[Message]:
    filled = [*tiles, *[column([{"type": "filler"}])] * (-len(tiles) % IN_A_ROW)]
    return [side_by_side(filled[start : start + IN_A_ROW]) for start in range(0, len(filled), IN_A_ROW)]


def _all_types(say: Texts) -> Message:
    name = say("buttons.all_types")
    return tile("🔎", name, tap(name, "complaints.show_all_types"))


def _tile(say: Texts, kind: ComplaintType) -> Message:
    name = kind.short.in_(say.language)
    return tile(kind.picture, name, tap(name, "complaints.choose_type", type=kind.code))


def question(say: Texts, name: str, hint: str = "") -> Message:
    """An open question: words, place or photo; `hint` says what else helps."""
    return text("\n".join(filter(None, [say(f"complaints.ask_{name}"), hint])), ways_on(say))


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
        body.append(side_by_side([small_picture(url) for url in told.photo_urls[:3]]))
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


@dataclass(frozen=True)
class Receipt:
    """A case as filed; `second` is another type that its words speak of, which can be filed with one tap."""

    case_id: int
    number: str
    division: str
    promised_at: datetime
    kind: ComplaintType
    second: ComplaintType | None = None


def filed(say: Texts, office: Office, receipt: Receipt) -> Message:
    """The receipt: the number, what happens next and by when."""
    division = office.division_name(receipt.division, say.language)
    body = [
        words(receipt.number, size="xxl", weight="bold", align="center"),
        divider(),
        words(say("complaints.filed_next", division=division, promised=say.moment(receipt.promised_at))),
        quiet(say("complaints.filed_track")),
        *_whose_else(say, receipt.kind),
    ]
    footer = [button(tap(say("buttons.track"), "tracking.list_cases"))]
    if receipt.second is not None:
        name = receipt.second.short.in_(say.language)
        body.append(words(say("complaints.second_matter", type=name)))
        second = tap(name, "complaints.tell_second", case=receipt.case_id, type=receipt.second.code)
        footer.insert(0, main_button(second))
    alt = say("complaints.filed_alt", number=receipt.number)
    return flex(alt, card(band(say("complaints.filed_title")), body, footer))


def _whose_else(say: Texts, kind: ComplaintType) -> list[Message]:
    """Who to call if it isn't the town's at all."""
    if kind.elsewhere is None:
        return []
    when, name = kind.elsewhere.when.in_(say.language), kind.elsewhere.name.in_(say.language)
    return [quiet(say("complaints.whose_else", when=when, name=name, phone=kind.elsewhere.phone))]
