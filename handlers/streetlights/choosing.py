"""The pole is known: what is known of it, its faults as pictures, and one tap that files or joins."""

from content.cards.alike import joined
from content.cards.complaints import filed
from content.cards.poles import KnownLight, PoleFacts, danger_card, pole_card
from content.case_facts import case_facts
from content.messages import Message, text, with_offers
from content.poles import Fault
from handlers.complaints.asking import already_telling
from handlers.complaints.filing import receipt_of
from handlers.streetlights.reporting import MOST_PHOTOS, LightReport, Reported, known_light, report
from handlers.streetlights.standing import KnownLight as StandingLight
from handlers.streetlights.standing import known_at
from handlers.streetlights.telling import LightDraft, begin_light, keep_light_draft, light_told
from handlers.turn import Asked, Declined, Replies, Turn
from models.asset import Asset, AssetKind, AssetState
from models.follower import since_when_follows


def choose_pole(turn: Turn, asked: Asked) -> Replies:
    """One of several was tapped; also on an old card."""
    pole = _standing(turn, asked.whole("pole"))
    draft = begin_light(turn)
    return already_telling(turn) if draft is None else show_pole(turn, draft, pole)


def show_pole(turn: Turn, draft: LightDraft, pole: Asset) -> Replies:
    """This pole: what is known of it, and what can be wrong with it."""
    draft.pole_id, draft.number, draft.unread = pole.key, None, None
    keep_light_draft(turn, draft)
    return [pole_card(turn.say, _facts(turn, pole), turn.office.poles.faults)]


def choose_fault(turn: Turn, asked: Asked) -> Replies:
    """What is wrong was tapped: it is filed, or joins the open case. A second tap is told which case that is."""
    fault = turn.office.poles.fault_by_code.get(asked.word("fault"))
    pole = _standing(turn, asked.whole("pole"))
    if fault is None:
        raise Declined("refused.old_button")
    draft = light_told(turn)
    if draft is None or draft.pole_id != pole.key:  # an old card: what is being told now is about something else
        draft = LightDraft(pole_id=pole.key)
    return report_fault(turn, draft, fault)


def report_fault(turn: Turn, draft: LightDraft, fault: Fault) -> Replies:
    """File what is told of the draft's pole: danger first says what to do, then comes the number."""
    pole = _standing(turn, draft.pole_id or 0)
    known = known_light(turn, pole, fault)
    follows = known is not None and since_when_follows(turn.session, known.case.key, turn.person.key) is not None
    photos = tuple(draft.photo_ids[-MOST_PHOTOS:])
    done = report(turn, turn.person, LightReport(pole.key, fault.code, said=tuple(draft.said), photo_ids=photos))
    open_draft = light_told(turn)
    if open_draft is not None and open_draft.pole_id == pole.key:
        turn.conversation.close()
    receipt = _again(turn, done, draft) if follows else _receipt(turn, done)
    return [*_what_to_do(turn, done), *_whom_to_expect(turn, pole), with_offers(receipt, _photo_offers(turn))]


def _what_to_do(turn: Turn, done: Reported) -> list[Message]:
    if done.fault.danger is None:
        return []
    return [danger_card(turn.say, turn.office, done.fault, officers_know=done.officers_know)]


def _whom_to_expect(turn: Turn, pole: Asset) -> list[Message]:
    if pole.owner is None:
        return []
    return [text(turn.say("pole_page.owned_by_filed", owner=turn.office.authority_name(pole.owner, turn.say)))]


def _receipt(turn: Turn, done: Reported) -> Message:
    if done.is_new:
        return filed(turn.say, turn.office, receipt_of(turn.office, done.case, ""))
    return joined(turn.say, case_facts(turn.session, done.case, turn.office, turn.say, reader=turn.person.key))


def _again(turn: Turn, done: Reported, draft: LightDraft) -> Message:
    key = "complaints.added" if draft.said or draft.photo_ids else "alike.already"
    return text(turn.say(key, number=done.case.number))


def _photo_offers(turn: Turn) -> list[dict[str, str]]:
    return [
        {"type": "camera", "label": turn.say("buttons.take_photo")},
        {"type": "cameraRoll", "label": turn.say("buttons.choose_photo")},
    ]


def _standing(turn: Turn, pole_id: int) -> Asset:
    pole = turn.session.get(Asset, pole_id)
    if pole is None or (pole.kind, pole.state) != (AssetKind.POLE, AssetState.IN_USE):
        raise Declined("poles.gone")
    return pole


def _facts(turn: Turn, pole: Asset) -> PoleFacts:
    known = known_at(turn, pole, turn.person, turn.say.language)
    owner = turn.office.owner_name(pole.owner, turn.say.language) if pole.owner else ""
    return PoleFacts(pole.key, pole.code, pole.road or "", owner, tuple(_told(turn, one) for one in known))


def _told(turn: Turn, known: StandingLight) -> KnownLight:
    """What anybody may know of it: since when, how many, and until when it is promised."""
    faults = turn.office.poles
    fault = faults.fault_by_code.get(known.fault or "") or faults.faults[0]
    since = turn.say.days_ago(known.since, turn.now)
    told = turn.say("pole_chat.known", fault=fault.name.in_(turn.say.language), since=since, count=known.people)
    promised = turn.say("tracking.promised", day=turn.say.day(known.promised_at))
    return KnownLight(f"{told} {promised}", fault.code, known.number, known.is_followed)
