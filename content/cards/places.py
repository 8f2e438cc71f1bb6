"""What is asked about a place: where it is, which of several is meant, and what to do with one outside the border."""

from collections.abc import Sequence

from content.cards.complaints import question, ways_on
from content.messages import Action, Message, link, phone_uri, tap, text, with_offers
from content.office import Office
from content.texts import Texts
from content.towns.places import Place


def _to_choose(say: Texts, places: Sequence[Place]) -> list[Action]:
    return [tap(place.name.in_(say.language), "complaints.choose_place", place=place.code) for place in places]


def place_question(say: Texts, suggested: Sequence[Place]) -> Message:
    """Where is it? Places that the complaint's words name can be tapped."""
    return with_offers(question(say, "place"), [*_to_choose(say, suggested), *ways_on(say)])


def which_place_question(say: Texts, places: Sequence[Place]) -> Message:
    """Several places have that name: which? They are also listed in the text, as computers show no quick replies."""
    names = "\n".join(f"• {place.name.in_(say.language)}" for place in places)
    return text(say("complaints.ask_which_place", places=names), [*_to_choose(say, places), *ways_on(say)])


def border_question(say: Texts, office: Office, neighbour_code: str | None) -> Message:
    """It is outside the town: whose it is, the number for what is urgent, and the ways to go on all the same."""
    town, neighbour = office.town, office.town.borders.by_code.get(neighbour_code or "")
    blanks = {"town": town.name.in_(say.language), "number": town.hotlines[0].number}
    offers = [
        tap(say("buttons.keep_here"), "complaints.keep_here"),
        tap(say("buttons.emergency"), "emergencies.start"),
        tap(say("buttons.change_place"), "complaints.change", what="place"),
        tap(say("buttons.cancel"), "complaints.cancel"),
    ]
    if neighbour is None:
        return text(say("complaints.ask_border", **blanks), offers)
    ways = [tap(say("buttons.pass_on"), "complaints.pass_on")]
    if neighbour.phone is not None:
        ways.append(link(say("buttons.call", number=neighbour.phone), phone_uri(neighbour.phone)))
    name = office.neighbour_name(neighbour.code, say)
    return text(say("complaints.ask_border_of", neighbour=name, **blanks), [*ways, *offers])
