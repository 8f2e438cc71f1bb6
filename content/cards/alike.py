"""A case that may be the same matter: the question whether it is, and the receipt for who follows it from now on."""

from dataclasses import dataclass
from datetime import datetime

from content.cards.look import band, button, card, divider, heading, main_button, quiet, row, words
from content.case_facts import CaseFacts
from content.messages import Action, Message, flex, link, tap
from content.texts import Texts

# Nobody paces out less than this, and a pin may be off by more.
STEP_M = 10


@dataclass(frozen=True)
class Alike:
    """Such a case beside what is told now: what its reader may see of it, how far away it is, whether they follow it."""

    facts: CaseFacts
    metres: float
    is_followed: bool

    def told(self, say: Texts, now: datetime) -> str:
        """How many have told it and since when; or that the reader has."""
        since = say.days_ago(self.facts.filed_at, now)
        if self.is_followed:
            return say("alike.yours", number=self.facts.number, since=since)
        return say("alike.told", count=self.facts.followers, since=since)

    def place(self, say: Texts) -> str:
        """Where it is, and how far from there."""
        away = say("alike.distance", metres=max(STEP_M, round(self.metres / STEP_M) * STEP_M))
        return f"{self.facts.place} ({away})"

    def promised(self, say: Texts) -> str:
        """By when the town means to be done."""
        return say("tracking.promised", day=say.day(self.facts.promised_at))

    def choice(self, say: Texts) -> str:
        """What becomes of what is told now, if it is the same."""
        return say("alike.add_or_apart" if self.is_followed else "alike.follow_or_apart")

    def same(self, say: Texts) -> str:
        """The words on the button."""
        return say("buttons.add_to_case" if self.is_followed else "buttons.same_matter")


def same_question(say: Texts, alike: Alike, now: datetime) -> Message:
    """Is it the same? What anybody may know of it: nothing that another person has said, shown, or is called."""
    told, facts = alike.told(say, now), alike.facts
    body = [
        words(told, weight="bold"),
        row(say("complaints.label_place"), alike.place(say)),
        row(facts.status_name, alike.promised(say)),
        *([button(link(say("buttons.open_map"), facts.map_url))] if facts.map_url else []),
        quiet(alike.choice(say)),
    ]
    join = tap(alike.same(say), "complaints.join", case=facts.id)
    footer = [main_button(join), button(_apart(say))]
    header = band(say("alike.title"), small=f"{facts.picture} {facts.type_name}")
    return flex(told, card(header, body, footer), _ways_on(say, join))


def _apart(say: Texts) -> Action:
    return tap(say("buttons.another_matter"), "complaints.keep_apart")


def _ways_on(say: Texts, join: Action) -> list[Action]:
    return [
        join,
        _apart(say),
        tap(say("buttons.change_place"), "complaints.change", what="place"),
        {"type": "camera", "label": say("buttons.take_photo")},
        {"type": "cameraRoll", "label": say("buttons.choose_photo")},
        tap(say("buttons.cancel"), "complaints.cancel"),
    ]


def joined(say: Texts, facts: CaseFacts) -> Message:
    """The receipt: the number, who has it, by when, and how many follow it."""
    body = [
        words(facts.number, size="xxl", weight="bold", align="center"),
        heading(facts.status_name),
        divider(),
        row(say("alike.label_who"), facts.officer or facts.division),
        row(say("desk.label_due"), say.moment(facts.promised_at)),
        row(say("tracking.label_followers"), say("tracking.followers", count=facts.followers)),
        words(say("alike.joined_next"), size="sm"),
    ]
    offers: list[Action] = [
        {"type": "camera", "label": say("buttons.take_photo")},
        {"type": "cameraRoll", "label": say("buttons.choose_photo")},
    ]
    see = button(tap(say("buttons.see"), "tracking.show_case", case=facts.id))
    header = band(say("alike.joined_title"), small=f"{facts.picture} {facts.type_name}")
    return flex(say("alike.joined_alt", number=facts.number), card(header, body, [see]), offers)
