"""The morning in one card: a division's for its group, the town's for those who asked for the digest."""

from collections.abc import Iterable, Mapping, Sequence

from content.cards.look import band, card, divider, heading, main_button, quiet, row, words
from content.messages import Message, flex, link
from content.office import Office
from content.texts import Texts
from models.tally import Day, Tally


def morning_card(
    say: Texts, office: Office, tally: Tally, day: Day, *, due: Sequence[str], late: Sequence[str]
) -> Message:
    """How a division stands; `due` and `late` are the numbers of a few of those cases. What is none is left out."""
    lines = [
        *([row(say("digest.label_came"), say("digest.cases", count=tally.came))] if tally.came else []),
        *([row(say("digest.label_finished"), say("digest.cases", count=tally.finished))] if tally.finished else []),
        *_with_numbers(say, "digest.label_due", tally.due, due),
        *_with_numbers(say, "digest.label_late", tally.late, late),
        *(
            [row(say("digest.label_unaccepted"), say("digest.cases", count=tally.unaccepted))]
            if tally.unaccepted
            else []
        ),
    ]
    header = band(say("digest.morning", day=say.day(day.now)), small=say("digest.since", day=say.day(day.since)))
    button = main_button(link(say("digest.open_desk"), office.liff_url("desk")))
    counts = {"came": tally.came, "finished": tally.finished, "due": tally.due, "late": tally.late}
    return flex(say("digest.alt_morning", **counts), card(header, lines, [button]))


def _with_numbers(say: Texts, label: str, count: int, numbers: Sequence[str]) -> list[Message]:
    if not count:
        return []
    more = "" if count <= len(numbers) else " …"
    return [row(say(label), say("digest.cases", count=count)), quiet(", ".join(numbers) + more)]


def digest_card(say: Texts, office: Office, by_division: Mapping[str, Tally], day: Day) -> Message:
    """How the town stands, in one sentence and by division."""
    shown = {code: tally for code, tally in by_division.items() if tally.says_something or tally.open}
    lines: list[Message] = [words(_sentence(say, _sum(shown.values())), weight="bold")]
    for code, tally in shown.items():
        lines += [divider(), heading(office.division_name(code, say.language)), words(_sentence(say, tally), size="sm")]
    header = band(say("digest.town_morning", day=say.day(day.now)), small=say("digest.since", day=say.day(day.since)))
    button = main_button(link(say("digest.open_today"), office.liff_url("desk/today")))
    alt = say("digest.alt_town", town=office.town.name.in_(say.language))
    return flex(alt, card(header, lines, [button]))


def _sum(tallies: Iterable[Tally]) -> Tally:
    counted = [[one.came, one.finished, one.open, one.due, one.late, one.unaccepted] for one in tallies]
    return Tally(*(sum(column) for column in zip(*counted, strict=True)))


def _sentence(say: Texts, tally: Tally) -> str:
    facts = {"came": tally.came, "finished": tally.finished, "open": tally.open, "due": tally.due, "late": tally.late}
    return say("digest.standing", **facts, unaccepted=tally.unaccepted)
