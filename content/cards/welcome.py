"""What somebody hears who adds the account, and how the town is reached."""

from collections.abc import Sequence

from content.cards.look import ALARM, band, button, card, divider, main_button, quiet, words
from content.dangers import Danger
from content.messages import Action, Message, flex, link, phone_uri, tap, text
from content.office import Office
from content.texts import Texts
from content.towns import Hotline


def menu_offers(say: Texts) -> list[Action]:
    """The quick replies for somebody who is not in the middle of anything."""
    return [
        tap(say("buttons.report"), "complaints.start"),
        tap(say("buttons.track"), "tracking.list_cases"),
        tap(say("buttons.contact"), "contact.show"),
    ]


def greeting(say: Texts, office: Office) -> list[Message]:
    """Greeting, short privacy notice, and how to begin."""
    town = office.town
    return [
        text(say("welcome.greeting", town=town.name.in_(say.language))),
        text(say("welcome.notice", phone=town.phone)),
        text(say("welcome.how"), menu_offers(say)),
    ]


def contact_card(say: Texts, office: Office) -> Message:
    """The town's telephone and hours, and the numbers for when it is urgent."""
    town = office.town
    name = town.name.in_(say.language)
    calls = [button(_hotline(say, hotline.number, hotline.name.in_(say.language))) for hotline in town.hotlines]
    body = [
        quiet(say("contact.hours", hours=town.office_hours.in_(say.language))),
        main_button(link(say("buttons.call", number=town.phone), phone_uri(town.phone))),
        divider(),
        words(say("contact.urgent"), weight="bold"),
        *calls,
    ]
    return flex(say("contact.alt", town=name, phone=town.phone), card(band(say("contact.title", town=name)), body))


def emergency_card(say: Texts, office: Office) -> Message:
    """Whom to call now: the first number is the largest button."""
    return _calls(say, office, office.town.hotlines, say("emergencies.explain"))


def danger_card(say: Texts, office: Office, dangers: Sequence[Danger], *, officers_know: bool) -> Message:
    """The same, when what somebody tells may be dangerous: the numbers for that come first."""
    hotlines = hotlines_for(office, dangers)
    what = ", ".join(danger.name.in_(say.language) for danger in dangers)
    why = say("dangers.call_first_we_know", what=what) if officers_know else say("dangers.call_first", what=what)
    return _calls(say, office, hotlines, why)


def hotlines_for(office: Office, dangers: Sequence[Danger]) -> list[Hotline]:
    """All numbers to call, those for these dangers first."""
    wanted = [number for danger in dangers for number in danger.numbers]
    return sorted(office.town.hotlines, key=lambda one: wanted.index(one.number) if one.number in wanted else 99)


def _calls(say: Texts, office: Office, hotlines: Sequence[Hotline], why: str) -> Message:
    first, *others = hotlines
    body = [
        words(why),
        button(_hotline(say, first.number, first.name.in_(say.language)), style="primary", color=ALARM),
        *(button(_hotline(say, hotline.number, hotline.name.in_(say.language))) for hotline in others),
        button(link(say("emergencies.town", phone=office.town.phone), phone_uri(office.town.phone))),
    ]
    return flex(say("emergencies.alt", number=first.number), card(band(say("emergencies.title"), ALARM), body))


def _hotline(say: Texts, number: str, name: str) -> Action:
    return link(say("buttons.call_named", number=number, name=name), phone_uri(number))
