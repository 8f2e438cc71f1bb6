"""Somebody stands at a lamp and sends a pin: the poles near by as a choice, with distance and direction."""

from content.cards.poles import NearPole, near_card
from content.messages import text
from handlers.complaints.placing import pinned
from handlers.streetlights.finding import NEAR_M, poles_around
from handlers.streetlights.telling import LightDraft, as_complaint, keep_light_draft, open_light
from handlers.turn import Pin, Replies, Turn
from models.asset import NearAsset
from models.geography import Point, bearing


def place(turn: Turn, pin: Pin) -> Replies:
    """The nearest poles; where there are none, the complaint goes on with this point."""
    draft = open_light(turn)
    draft.place, draft.pole_id = pinned(turn.office, pin), None
    keep_light_draft(turn, draft)
    return near_or_complaint(turn, draft)


def near_or_complaint(turn: Turn, draft: LightDraft) -> Replies:
    """The poles around the draft's point, or on without one."""
    point = draft.place.point if draft.place is not None else None
    near = poles_around(turn.session, point) if point is not None else []
    if point is None or not near:
        return as_complaint(turn, draft, text(turn.say("pole_chat.none_near", metres=round(NEAR_M))))
    return [near_card(turn.say, [_shown(point, one) for one in near])]


def _shown(point: Point, near: NearAsset) -> NearPole:
    pole = near.asset
    return NearPole(pole.key, pole.code, pole.road or "", near.metres, bearing(point, pole.point))
