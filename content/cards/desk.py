"""What officers see in their group: the card of a case with its buttons, and the questions of the steps behind them."""

from collections.abc import Sequence
from datetime import date

from content.cards.cases import clipped, clipped_before
from content.cards.look import ALARM, BRAND, band, button, card, main_button, row, words
from content.case_facts import CaseFacts
from content.messages import Action, Message, flex, link, pick_day, tap, text, type_out
from content.office import Office
from content.texts import Texts
from models.case import Status

MOST_PHOTO_BUTTONS = 4


def division_card(say: Texts, facts: CaseFacts, why: str) -> Message:
    """A case for a division: category, words, photo, place with a map, by when, and the three commonest steps.

    The others are on its page at the desk.

    `why` is new, reopened, handed_over, added (the reporter has sent more) or joined (others report it too). It says how
    many reported it and nothing of who: a group is no place for that.
    """
    body = [
        words(clipped(facts.words), weight="bold"),
        *([row(say("desk.label_added"), clipped_before(facts.added))] if facts.added else []),
        row(say("complaints.label_place"), clipped(facts.place, 120)),
        *([row(say("desk.label_border"), facts.border)] if facts.border else []),
        row(say("desk.label_due"), say.moment(facts.promised_at)),
        *([row(say("desk.label_reporters"), say("tracking.followers", count=facts.followers))] * (facts.followers > 1)),
    ]
    footer = [
        main_button(_accept(say, facts)),
        _two_smaller(say, facts),
        button(link(say("buttons.open_desk"), facts.desk_url), style="link"),
    ]
    looks = [link(say("buttons.open_map"), facts.map_url)] if facts.map_url else []
    looks += [
        link(say("desk.photo_n", n=n), url) for n, url in enumerate(facts.before[1 : MOST_PHOTO_BUTTONS + 1], start=2)
    ]
    body += [button(action) for action in looks]
    if facts.photos_page is not None:  # small: few cases become public, and the steps are below
        body.append(button(link(say("desk.publish_photos"), facts.photos_page), style="link"))
    header = band(
        say(f"desk.{why}_case", number=facts.number), ALARM if why == "reopened" else BRAND, small=facts.type_name
    )
    alt = say(f"desk.alt_{why}", number=facts.number, type=facts.type_name)
    return flex(alt, card(header, body, footer, hero=facts.before[0] if facts.before else None))


def _accept(say: Texts, facts: CaseFacts) -> Action:
    return tap(say("buttons.accept"), "casework.accept", case=facts.id)


def _two_smaller(say: Texts, facts: CaseFacts) -> Message:
    steps = [
        button(tap(say("buttons.finish"), "repairs.finish", case=facts.id)),
        button(tap(say("buttons.hand_over"), "handovers.hand_over", case=facts.id)),
    ]
    return {"type": "box", "layout": "horizontal", "spacing": "sm", "contents": steps}


def in_hand_card(say: Texts, sentence: str, case_id: int, status: Status) -> Message:
    """What an officer reads who has a case in hand, with the steps that may come next: the likeliest is the main button."""
    begin = tap(say("buttons.begin"), "progress.begin", case=case_id)
    delay = tap(say("buttons.delay"), "progress.delay", case=case_id)
    finish = tap(say("buttons.finish"), "repairs.finish", case=case_id)
    is_begun = status == Status.WORKING
    steps = [main_button(finish), button(delay)] if is_begun else [main_button(begin), button(delay), button(finish)]
    return flex(sentence, card(None, [words(sentence)], steps))


def new_day_question(say: Texts, case_id: int, number: str, offers: Sequence[date], latest: date) -> Message:
    """Asks until when a case is delayed, with days as in `Office.new_days`."""
    cancel = tap(say("buttons.cancel"), "progress.cancel", case=case_id)
    return text(say("desk.ask_new_day", number=number), [*day_buttons(say, case_id, offers, latest), cancel])


def day_buttons(say: Texts, case_id: int, offers: Sequence[date], latest: date) -> list[Action]:
    """The days to which a case may be delayed: three that are often meant, and any other until `latest`."""
    names = ("buttons.tomorrow", "buttons.in_working_days", "buttons.in_a_week")
    days = [
        tap(say(name), "progress.choose_day", case=case_id, date=day.isoformat())
        for name, day in zip(names, offers, strict=True)
    ]
    return [*days, pick_day(say("buttons.pick_day"), "progress.choose_day", offers[0], latest, case=case_id)]


def after_photo_question(say: Texts, number: str, page_url: str) -> Message:
    """Asks for the photo after the repair; on the case's page (`page_url`) one proves it."""
    return text(
        say("desk.ask_after_photo", number=number),
        [
            link(say("buttons.prove_it"), page_url),
            {"type": "camera", "label": say("buttons.take_photo")},
            {"type": "cameraRoll", "label": say("buttons.choose_photo")},
            tap(say("buttons.no_photo"), "repairs.skip"),
            tap(say("buttons.cancel"), "repairs.cancel"),
        ],
    )


def sentence_question(say: Texts, asked: str, suggestions: str, cancel: str, *, skip: str | None = None) -> Message:
    """Asks for a sentence; ready-made ones can be tapped. `suggestions` is the key of their list."""
    offers: list[Action] = [type_out(sentence) for sentence in say.words(suggestions)]
    if skip is not None:
        offers.append(tap(say("buttons.skip"), skip))
    return text(asked, [*offers, tap(say("buttons.cancel"), cancel)])


def division_question(say: Texts, office: Office, facts_id: int, number: str, divisions: Sequence[str]) -> Message:
    """Asks for the division that a case goes to."""
    offers = [
        tap(
            office.town.by_division[code].short.in_(say.language),
            "handovers.choose_division",
            case=facts_id,
            division=code,
        )
        for code in divisions
    ]
    return text(
        say("desk.ask_division", number=number),
        [*offers, tap(say("buttons.cancel"), "handovers.cancel", case=facts_id)],
    )


def desk_card(say: Texts, division: str, desk_url: str, today_url: str) -> Message:
    """The way to the desk's pages, and to the day's picture."""
    body = [words(say("desk_queue.card"))]
    footer = [main_button(link(say("desk_queue.open"), desk_url)), button(link(say("desk_queue.see_today"), today_url))]
    return flex(say("desk_queue.card_alt"), card(band(say("desk_queue.title"), small=division), body, footer))
