"""Every card and question that the town shows, made from facts that a test chooses: words, pictures, places, steps."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from content.cards import alike, answers, cases, clocks, complaints, desk, mornings, places, poles, welcome
from content.cards.cases import TimeLineStep
from content.cards.complaints import Receipt, Told
from content.case_facts import CaseFacts, map_url
from content.catalogue import load_catalogue
from content.dangers import load_dangers
from content.messages import Action, Message
from content.office import Office
from content.poles import load_poles
from content.texts import Texts
from content.towns import load_town
from models.case import Status
from models.tally import MOST_NAMED, Day, Tally

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
FORM = "https://liff.line.me/1234567890-AbcdEfgh/complaint"
LARGEST_ID = 999_999_999
OUTSIDE = "อยู่นอกเขต เป็นพื้นที่ของเทศบาลตำบลหนองปลาเหนือ (โทร 053-000-222) ผู้แจ้งขอให้ส่งต่อ"


@cache
def office() -> Office:
    """The demo town's hall."""
    address, liff_id = "https://line.town.example", "1234567890-AbcdEfgh"
    return Office(load_town("demo"), load_catalogue(), load_dangers(), load_poles(), address, liff_id, "secret")


def urls(count: int) -> tuple[str, ...]:
    """Addresses of so many photos, as long as ours are."""
    return tuple(office().photo_url(f"{number:032}") for number in range(count))


def facts(
    words: str, photos: int = 0, status: Status = Status.FINISHED, *, has_point: bool = False, is_own: bool = True
) -> CaseFacts:
    """A case about which strangers wrote `words` wherever they can write."""
    return CaseFacts(
        id=LARGEST_ID,
        number="70-999999",
        type_name=max((kind.name.th for kind in office().catalogue.complaints), key=len),
        picture="🕳️",
        status=status,
        status_name="รอเจ้าหน้าที่รับเรื่อง",
        words=words,
        added=(words or "–") if has_point else "",
        place=words[:1000],
        border=OUTSIDE if has_point else "",
        map_url=map_url(-18.6477123, 99.0417123) if has_point else None,
        before=urls(photos),
        after=urls(photos),
        photos_page=office().page_url(f"cases/{LARGEST_ID}/photos") if photos else None,
        filed_at=AT,
        promised_at=AT,
        division="กองสาธารณสุขและสิ่งแวดล้อม",
        officer=f"{words[:40]} (กองสาธารณสุขและสิ่งแวดล้อม)",
        outcome=words[:1000],
        stars=None,
        page_url=office().liff_url(f"cases/{LARGEST_ID}"),
        desk_url=office().liff_url(f"desk/cases/{LARGEST_ID}"),
        is_own=is_own,
        followers=1 if is_own else 1234,
        objects_until=AT if status in (Status.FINISHED, Status.CLOSED) else None,
        may_object=status in (Status.FINISHED, Status.CLOSED),
    )


def every_card(language: str, words: str, photos: int = 0, *, has_point: bool = False) -> Iterator[tuple[str, Message]]:
    """Each card by a name that says which it is."""
    say = Texts(language)
    for status in Status:
        case = facts(words, photos, status, has_point=has_point)
        yield f"case_card {status}", cases.case_card(say, case, steps(words, 60))
    yield "case_list", cases.case_list(say, [facts(words, photos)] * 10, office().liff_url("cases"))
    yield "withdraw_question", cases.withdraw_question(say, facts(words, photos))
    yield "repair_question", cases.repair_question(say, facts(words, photos), LARGEST_ID)
    yield "finished_card", cases.finished_card(say, facts(words, photos))
    another = facts(words, photos, has_point=has_point, is_own=False)
    yield "finished_card of another", cases.finished_card(say, another)
    yield "case_card of another", cases.case_card(say, another, steps(words, 60))
    for is_followed in (False, True):
        yield f"same_question {is_followed}", alike.same_question(say, alike.Alike(another, 299, is_followed), AT)
    yield "joined", alike.joined(say, another)
    for why in ("new", "reopened", "handed_over", "added", "joined", "assigned", "waiting", "half"):
        yield f"division_card {why}", desk.division_card(say, facts(words, photos, has_point=has_point), why)
    yield "question_card", answers.question_card(say, facts(words, photos), words)
    yield "reply_card", answers.reply_card(say, facts(words, photos), words)
    yield from every_word_of_the_clocks(say, facts(words, photos, has_point=has_point))
    yield from every_card_of_a_pole(say, words)
    yield "summary", complaints.summary(say, told(words, photos))
    yield from every_question(say)


def every_card_of_a_pole(say: Texts, told: str) -> Iterator[tuple[str, Message]]:
    """A lamp in the chat, on a road that strangers named."""
    road, code = told[:200] or "–", "ก" * 20
    faults = load_poles().faults
    yield "ways_card", poles.ways_card(say)
    yield "number_question", poles.number_question(say)
    for key in ("pole_chat.unreadable", "pole_chat.forged"):
        yield f"which_pole {key}", poles.which_pole(say, key)
    yield "alike_card", poles.alike_card(say, [(LARGEST_ID, code, road)] * 3)
    near = [poles.NearPole(LARGEST_ID, code, road, 59.6, degrees) for degrees in (0, 67.4, 181, 340, 359.9)]
    yield "near_card", poles.near_card(say, near)
    for is_followed in (False, True):
        known = poles.KnownLight("ไฟดับ: แจ้งแล้วเมื่อวานนี้ 1234 คน", "dark", "70-999999", is_followed)
        facts = poles.PoleFacts(LARGEST_ID, code, road, "การไฟฟ้าส่วนภูมิภาค", (known, known))
        yield f"pole_card {is_followed}", poles.pole_card(say, facts, faults)
    for fault in faults:
        if fault.danger is not None:
            for officers_know in (False, True):
                yield (
                    f"{fault.code} {officers_know}",
                    poles.danger_card(say, office(), fault, officers_know=officers_know),
                )


def every_word_of_the_clocks(say: Texts, case: CaseFacts) -> Iterator[tuple[str, Message]]:
    """What reminds of a promise, and how the morning stands."""
    blanks = {"number": case.number, "type": case.type_name, "holder": case.officer, "promised": say.moment(AT)}
    for key in ("half", "most", "broken", "unaccepted"):
        sentence = say(f"clocks.{key}", **blanks, broken=say.moment(AT), filed=say.moment(AT))
        for may in (False, True):
            yield f"{key} {may}", clocks.sentence_card(say, office(), sentence, case, may_accept=may)
        yield f"{key} with days", clocks.new_date_card(say, office(), sentence, case, AT)
    tally, day = Tally(9999, 9999, 99999, 9999, 9999, 9999), Day(AT, AT, AT, AT)
    numbers = ["70-999999"] * MOST_NAMED
    yield "morning_card", mornings.morning_card(say, office(), tally, day, due=numbers, late=numbers)
    yield "digest_card", mornings.digest_card(say, office(), dict.fromkeys(office().town.by_division, tally), day)


def every_question(say: Texts) -> Iterator[tuple[str, Message]]:
    """What is said without any stranger's words in it."""
    yield "type_question", complaints.type_question(say, office().catalogue, (), FORM)
    for name in ("words", "place", "photo"):
        yield f"question {name}", complaints.question(say, name)
    yield (
        "type_question likely",
        complaints.type_question(say, office().catalogue, ("crime", "misconduct", "wires"), FORM),
    )
    yield "all_types", complaints.all_types(say, office().catalogue)
    for kind in office().catalogue.offered:
        yield (
            f"question about {kind.code}",
            complaints.question(say, "words", kind.ask.in_(say.language) if kind.ask else ""),
        )
        receipt = Receipt(LARGEST_ID, "70-999999", "disaster_prevention", AT, kind, second=kind)
        yield f"filed {kind.code}", complaints.filed(say, office(), receipt)
    halls = tuple(place for place in office().town.gazetteer.places if place.code.startswith("hall_"))
    yield "place_question", places.place_question(say, halls)
    yield "which_place_question", places.which_place_question(say, halls)
    for neighbour in (None, "mae_yen", "nong_pla_nuea"):
        yield f"border_question {neighbour}", places.border_question(say, office(), neighbour)
    yield "contact_card", welcome.contact_card(say, office())
    yield "emergency_card", welcome.emergency_card(say, office())
    every_danger = office().dangers.dangers
    yield "danger_card", welcome.danger_card(say, office(), every_danger, officers_know=True)
    yield "danger_card alone", welcome.danger_card(say, office(), every_danger[:1], officers_know=False)
    for number, message in enumerate(welcome.greeting(say, office())):
        yield f"greeting {number}", message
    for status in (Status.ACCEPTED, Status.WORKING):
        yield (
            f"in_hand_card {status}",
            desk.in_hand_card(say, say("desk.already_yours", number="70-9"), LARGEST_ID, status),
        )
    yield "answer_question", answers.answer_question(say, "70-999999")
    yield "more_question", answers.more_question(say, "70-999999")
    yield "busy_message", answers.busy_message(say, FORM)
    days = tuple(date(2026, 12, day) for day in (1, 3, 7))
    yield "new_day_question", desk.new_day_question(say, LARGEST_ID, "70-999999", days, date(2027, 2, 28))
    yield "desk_card", desk.desk_card(say, "กองสาธารณสุขและสิ่งแวดล้อม", FORM, FORM)
    yield (
        "after_photo_question",
        desk.after_photo_question(say, "70-999999", office().liff_url(f"desk/cases/{LARGEST_ID}/finish")),
    )
    for suggestions in ("why_no_photo", "outcomes", "handover_reasons", "decline_reasons", "delay_reasons"):
        asked, key = say("desk.ask_outcome"), f"desk.{suggestions}"
        yield suggestions, desk.sentence_question(say, asked, key, "handovers.cancel", skip="handovers.skip")
    divisions = list(office().town.by_division)[1:]
    yield "division_question", desk.division_question(say, office(), LARGEST_ID, "70-999999", divisions)


def steps(words: str, count: int) -> Sequence[TimeLineStep]:
    """A time line in which an officer's chosen name says what a stranger likes."""
    return [TimeLineStep(AT, f"{words[:40]} รับเรื่อง")] * count


def told(words: str, photos: int) -> Told:
    """A complaint as read back to its teller."""
    return Told("น้ำท่วมขัง", "🌊", words, words[:1000], urls(photos), photos, LARGEST_ID)


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in a message."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def actions(message: Message) -> list[Action]:
    """Everything that can be tapped in a message."""
    kinds = {"postback", "message", "uri", "location", "camera", "cameraRoll", "datetimepicker"}
    return [part for part in parts(message) if part.get("type") in kinds and "layout" not in part]
