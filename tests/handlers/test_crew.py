"""The crew's deeds: there, parts, done, waiting; each once however often a telephone sends it, and told once to everybody."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from content.qr_codes import QrKind
from content.texts import Texts
from content.tonight import Tonight, tonight
from handlers.crew.ending import Told, finish, wait_for_part
from handlers.crew.stocking import take_back_parts, use_parts
from handlers.crew.visiting import Arrival, arrive, take_back_visit
from handlers.crew.working import at_the_lamp
from handlers.desk import merging
from handlers.desk.finishing import Repair
from handlers.desk.working import Working
from handlers.turn import Declined, Moment, Words
from models.asset import Asset
from models.case import Case, Status
from models.geography import Point
from models.person import find_person
from models.streetlight import PartUsed, RepairVisit, Streetlight
from simulator import Person
from tests.handlers.at_the_desk import does as does_at_the_desk
from tests.handlers.at_the_desk import role_of
from tests.handlers.poles import HERE, a_pole
from tests.handlers.test_street_lights import reports
from tests.liff_web.repair_page import newest
from tests.towns import TownUnderTest


class Crew:
    """Somebody of the crew, and the poles of their town."""

    def __init__(self, town: TownUnderTest) -> None:
        self.town, self.mana = town, town.officer("mana", "ช่างมานะ")
        self.malee, self.pole = town.resident("malee", "มาลี"), a_pole(town, "A-0012", road="ถนนสุขใจ")
        reports(town, self.malee, self.pole)

    def does(self, deed: Callable[..., Any], *told: Any, case: int = 1, by: Person | None = None) -> Any:
        """A deed at a lamp, in a transaction of its own."""
        with self.town.engine.database.begin() as session:
            person = find_person(session, (by or self.mana).user_id)
            assert person is not None
            moment, say = Moment(session, self.town.engine.office, self.town.clock()), Texts("th")
            done = deed(at_the_lamp(moment, person, say, case), *told)
        self.town.settles()
        return done

    def told(self, *, seen: int | None = None, case: int = 1, **parts: int) -> Told:
        """What comes with an ending: of the page as it is now, or as it was."""
        with self.town.session() as session:
            person = find_person(session, self.mana.user_id)
            assert person is not None
        shown = seen if seen is not None else newest(self.town, case)
        return Told(person, str(uuid4()), shown, self.town.clock(), parts)

    def arrives(self, sticker: str = "", key: str | None = None, **more: Any) -> Any:
        """At the pole of the first case."""
        return self.does(arrive, Arrival(key or str(uuid4()), self.town.clock(), sticker, **more))

    def finishes(self, told: Told | None = None, case: int = 1) -> str | None:
        """Done, without a photo."""
        repair = Repair(Words(None, "เปลี่ยนหลอดแล้ว"), Words(None, "มืด"))
        done: str | None = self.does(finish, told or self.told(case=case), repair, case=case)
        return done

    def sticker(self, code: str = "A-0012") -> str:
        """What the QR code of a pole says."""
        return self.town.engine.office.qr_keys.sign(QrKind.POLE, code)

    def tonight(self) -> Tonight:
        """Tonight's."""
        with self.town.session() as session:
            office = self.town.engine.office
            return tonight(session, role_of(self.town, self.mana), office, Texts("th"), self.town.clock())

    def rows(self, table: type[Any]) -> list[Any]:
        """All of a table."""
        with self.town.session() as session:
            return list(session.exec(select(table)))

    def case(self, case: int = 1) -> Case:
        """As it stands."""
        with self.town.session() as session:
            return session.get_one(Case, case)


def _goes_on_as_the_first(work: Working) -> None:
    merging.merge(work, work.session.get_one(Case, 1))


@pytest.fixture
def crew(town: TownUnderTest) -> Crew:
    """A crew with one dark lamp."""
    return Crew(town)


def test_who_scans_the_sticker_was_there_and_who_taps_says_so(crew: Crew) -> None:
    near = Point(HERE.latitude + 0.0009, HERE.longitude)
    assert crew.arrives(crew.town.engine.office.pole_url("A-0012"), place=near, accuracy_m=10).is_scanned
    assert not crew.arrives().is_scanned
    first, second = crew.rows(RepairVisit)
    assert first.metres_off == pytest.approx(100, abs=2)
    assert (first.asset_id, second.metres_off) == (crew.pole.key, None)


def test_a_number_that_was_typed_is_the_right_pole_and_proves_nothing(crew: Crew) -> None:
    assert not crew.arrives("a 0012").is_scanned


@pytest.mark.parametrize("sticker", ["B-0001", "signed"])
def test_another_poles_sticker_says_which_pole_it_is(crew: Crew, sticker: str) -> None:
    a_pole(crew.town, "B-0001")
    with pytest.raises(Declined) as refusal:
        crew.arrives(crew.sticker("B-0001") if sticker == "signed" else sticker)
    assert (refusal.value.key, refusal.value.blanks["code"]) == ("crew.other_pole", "B-0001")
    assert crew.rows(RepairVisit) == []


@pytest.mark.parametrize("sticker", ["A-9999", "https://example.org/p/A-0012.1aaaaaaaaaaaaaaaa", "🙂"])
def test_what_is_no_sticker_of_ours_is_refused(crew: Crew, sticker: str) -> None:
    with pytest.raises(Declined) as refusal:
        crew.arrives(sticker)
    assert refusal.value.key == "crew.no_such_sticker"


def test_what_a_telephone_sends_twice_is_kept_once(crew: Crew) -> None:
    key = str(uuid4())
    for _ in range(3):
        crew.arrives(key=key)
        crew.does(use_parts, key, {"lamp": 1, "wire": 12}, crew.town.clock())
    assert len(crew.rows(RepairVisit)) == 1
    assert {(used.part, used.count) for used in crew.rows(PartUsed)} == {("lamp", 1), ("wire", 12)}


def test_a_key_of_somebody_elses_visit_is_no_visit(crew: Crew) -> None:
    key = str(uuid4())
    crew.arrives(key=key)
    other = crew.town.officer("somsak", "ช่างสมศักดิ์")
    with pytest.raises(Declined):
        crew.does(arrive, Arrival(key, crew.town.clock()), by=other)


def test_finished_it_is_told_once_to_the_reporter_and_to_each_who_follows(crew: Crew) -> None:
    followers = [crew.town.resident(f"p{n}", f"คนที่ {n}") for n in range(2)]
    for person in followers:
        reports(crew.town, person, crew.pole)
    other = a_pole(crew.town, "A-0013")
    somchai = crew.town.resident("somchai", "สมชาย")
    merged = reports(crew.town, somchai, other).case
    does_at_the_desk(crew.town, crew.mana, _goes_on_as_the_first, case=merged.key)
    everybody = [crew.malee, somchai, *followers]
    heard = [len(person.heard) for person in everybody]
    told = crew.told(lamp=1)
    assert crew.finishes(told) == "finished_without_photo"
    assert crew.finishes(told) is None, "sent again by the telephone"
    told_now = [[one.text for one in person.heard[n:]] for person, n in zip(everybody, heard, strict=True)]
    assert [len(texts) for texts in told_now] == [1, 1, 1, 1]
    assert all("เปลี่ยนหลอดแล้ว" in texts[0] for texts in told_now)
    assert [(used.part, used.count) for used in crew.rows(PartUsed)] == [("lamp", 1)]
    assert (crew.case().status, crew.case(merged.key).status) == (Status.FINISHED, Status.MERGED)


def test_what_a_colleague_did_meanwhile_is_not_overwritten(crew: Crew) -> None:
    told = crew.told(lamp=1)
    other = crew.town.officer("somsak", "ช่างสมศักดิ์")
    crew.does(finish, crew.told(), Repair(Words(None, "เสร็จ"), Words(None, "มืด")), by=other)
    with pytest.raises(Declined) as refusal:
        crew.finishes(told)
    assert refusal.value.key == "desk.meanwhile"
    assert crew.rows(PartUsed) == []


def test_ones_own_step_does_not_stand_in_the_way_of_the_next(crew: Crew) -> None:
    shown = newest(crew.town)
    tomorrow = crew.town.clock().date() + timedelta(days=1)
    crew.does(wait_for_part, crew.told(seen=shown), "lamp", tomorrow)
    assert crew.finishes(crew.told(seen=shown)) == "finished_without_photo"


def test_waiting_for_a_part_is_told_once_with_the_day_and_is_folded_until_then(crew: Crew) -> None:
    heard, told, until = len(crew.malee.heard), crew.told(fuse=1), date(2026, 11, 23)
    for _ in range(2):
        crew.does(wait_for_part, told, "photocell", until)
    (said,) = [one.text for one in crew.malee.heard[heard:]]
    assert "รออะไหล่: โฟโต้เซลล์" in said
    assert "23 พ.ย. 69" in said
    assert (crew.tonight().stops, [stop.code for stop in crew.tonight().folded]) == ([], ["A-0012"])
    crew.town.passes(days=3)
    assert [stop.code for stop in crew.tonight().stops] == ["A-0012"]
    assert len(crew.rows(PartUsed)) == 1


@pytest.mark.parametrize(
    ("part", "days", "key"), [("", 1, "crew.say_which_part"), ("lamp", 0, "desk.day_not_possible")]
)
def test_it_waits_for_something_until_some_day(crew: Crew, part: str, days: int, key: str) -> None:
    with pytest.raises(Declined) as refusal:
        crew.does(wait_for_part, crew.told(), part, crew.town.clock().date() + timedelta(days=days))
    assert refusal.value.key == key
    assert crew.case().status == Status.NEW


def test_a_wrong_tap_is_taken_back_the_same_evening_by_who_made_it(crew: Crew) -> None:
    key, other = str(uuid4()), crew.town.officer("somsak", "ช่างสมศักดิ์")
    crew.arrives(key=key)
    crew.does(use_parts, key, {"lamp": 2}, crew.town.clock())
    with pytest.raises(Declined):
        crew.does(take_back_visit, key, by=other)
    with pytest.raises(Declined):
        crew.does(take_back_parts, key, by=other)
    for _ in range(2):
        crew.does(take_back_visit, key)
        crew.does(take_back_parts, key)
    assert (crew.rows(RepairVisit), crew.rows(PartUsed)) == ([], [])


@pytest.mark.parametrize("too_late", ["tomorrow", "finished"])
def test_later_or_of_a_finished_case_nothing_is_taken_back(crew: Crew, too_late: str) -> None:
    key = str(uuid4())
    crew.arrives(key=key)
    crew.does(use_parts, key, {"lamp": 2}, crew.town.clock())
    crew.town.passes(days=1) if too_late == "tomorrow" else crew.finishes()
    for take_back in (take_back_visit, take_back_parts):
        with pytest.raises(Declined):
            crew.does(take_back, key)
    assert (len(crew.rows(RepairVisit)), len(crew.rows(PartUsed))) == (1, 1)


@pytest.mark.parametrize("parts", [{"lamp": 501}, {"gold": 1}, {"lamp": -1}])
def test_parts_are_those_of_the_catalogue_in_numbers_that_can_be(crew: Crew, parts: dict[str, int]) -> None:
    with pytest.raises(Declined):
        crew.does(use_parts, str(uuid4()), parts, crew.town.clock())


def test_danger_comes_first_and_lamps_of_a_circuit_stand_together(crew: Crew) -> None:
    town = crew.town
    for n in range(1, 4):
        point = Point(HERE.latitude + 0.0003 * n, HERE.longitude)
        reports(town, town.resident(f"r{n}", "คน"), a_pole(town, f"C-{n}", point, circuit="C7"))
    far = a_pole(town, "Z-1", Point(HERE.latitude + 0.01, HERE.longitude))
    reports(town, crew.malee, far, "wire")
    found = crew.tonight()
    assert found.stops[0].code == "Z-1"
    assert found.stops[0].is_danger
    (line,) = [stop for stop in found.stops if stop.line]  # the town has made one matter of them
    assert line.line == ("A-0012", "C-1", "C-2", "C-3")
    assert [stop.number for stop in found.stops] == [1, 2]
    assert found.begins == "16.30"


def test_another_divisions_lamps_are_not_in_the_list(crew: Crew) -> None:
    with crew.town.engine.database.begin() as session:
        session.get_one(Case, 1).division = "public_health"
    assert crew.tonight().stops == []
    with pytest.raises(Declined) as refusal:
        crew.arrives()
    assert refusal.value.key == "refused.not_your_division"


def test_without_a_pole_the_point_is_gone_to_and_without_either_it_is_listed_below(crew: Crew) -> None:
    with crew.town.engine.database.begin() as session:
        session.get_one(Streetlight, 1).asset_id = None
    assert [stop.code for stop in crew.tonight().stops] == [""]
    with crew.town.engine.database.begin() as session:
        case = session.get_one(Case, 1)
        case.latitude = case.longitude = case.accuracy_m = None
    assert (crew.tonight().stops, len(crew.tonight().nowhere)) == ([], 1)


def test_the_sticker_of_any_pole_of_a_line_proves_a_visit_to_it(crew: Crew) -> None:
    town = crew.town
    for n in range(1, 4):
        point = Point(HERE.latitude + 0.0003 * n, HERE.longitude)
        reports(town, town.resident(f"r{n}", "คน"), a_pole(town, f"C-{n}", point, circuit="C7"))
    (line,) = [stop for stop in crew.tonight().stops if stop.line]
    third = town.engine.office.qr_keys.sign(QrKind.POLE, "C-3")
    visit = crew.does(arrive, Arrival(str(uuid4()), town.clock(), sticker=third), case=line.id)
    assert visit.is_scanned
    with town.session() as session:
        assert session.get_one(Asset, visit.asset_id).code == "C-3"
