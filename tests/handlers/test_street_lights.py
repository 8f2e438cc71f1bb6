"""A lamp is reported by its pole: one case a pole, however many tell of it, and danger is never kept waiting."""

from uuid import uuid4

import pytest
from sqlmodel import select

from handlers.streetlights.reporting import LightReport, Reported, Seen, report
from handlers.turn import Declined, Moment
from models.asset import Asset, AssetState
from models.case import Case, PlaceSource
from models.follower import count_followers
from models.geography import Point
from models.outgoing import Outgoing
from models.person import Language, Person, passer_by, person_of
from simulator import Person as Phone
from tests.handlers.poles import a_pole
from tests.towns import TownUnderTest


def reports(town: TownUnderTest, phone: Phone, pole: Asset, fault: str = "dark", **told: object) -> Reported:
    """Somebody sends the page of a pole."""
    with town.engine.database.begin() as session:
        person = person_of(session, phone.user_id, town.clock())
        moment = Moment(session, town.engine.office, town.clock())
        done = report(moment, person, LightReport(pole.key, fault, **({"key": str(uuid4())} | told)))  # type: ignore[arg-type]
    town.settles()
    return done


def test_a_report_is_a_case_at_the_pole(town: TownUnderTest) -> None:
    malee, pole = town.resident("malee", "มาลี"), a_pole(town, "A-0012", road="ถนนสุขใจ")
    done = reports(town, malee, pole)
    with town.session() as session:
        case = session.get_one(Case, done.case.key)
        assert (case.place_source, case.point) == (PlaceSource.POLE, pole.point)
        assert case.address == "เสาไฟ A-0012 ถนนสุขใจ"
    assert done.is_new
    assert not done.light.is_doubtful


def test_the_card_of_the_division_says_what_is_wrong(town: TownUnderTest) -> None:
    chang = town.officer("chang", "ช่าง")
    group = town.staff_group("กองช่าง", [chang])
    reports(town, town.resident("malee", "มาลี"), a_pole(town, "A-0012"), "flicker")
    assert "ติด ๆ ดับ ๆ" in group.heard[-1].text
    assert "A-0012" in group.heard[-1].text


def test_fifty_people_and_one_pole_are_one_case(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    numbers = {reports(town, town.resident(f"p{n}", f"คนที่ {n}"), pole).case.number for n in range(50)}
    assert len(numbers) == 1
    with town.session() as session:
        (case,) = session.exec(select(Case)).all()
        assert count_followers(session, case.key) == 50


def test_sent_twice_it_is_one_report(town: TownUnderTest) -> None:
    malee, pole, key = town.resident("malee", "มาลี"), a_pole(town, "A-0012"), str(uuid4())
    assert reports(town, malee, pole, key=key).case.key == reports(town, malee, pole, key=key).case.key


def test_danger_at_a_pole_that_is_known_to_be_dark_is_a_case_of_its_own(town: TownUnderTest) -> None:
    chang = town.officer("chang", "ช่าง")
    group = town.staff_group("กองช่าง", [chang])
    malee, pole = town.resident("malee", "มาลี"), a_pole(town, "A-0012")
    dark = reports(town, malee, pole)
    wire = reports(town, malee, pole, "wire")
    assert dark.case.key != wire.case.key
    assert wire.officers_know
    assert "1129" in "\n".join(heard.text for heard in group.heard)


def test_danger_is_filed_by_somebody_who_has_told_too_much(town: TownUnderTest) -> None:
    malee = town.resident("malee", "มาลี")
    for n in range(10):
        reports(town, malee, a_pole(town, f"A-{n:04}"))
    with pytest.raises(Declined):
        reports(town, malee, a_pole(town, "B-0001"))
    assert reports(town, malee, a_pole(town, "B-0002"), "leaning").is_new


def test_a_scan_from_five_kilometres_away_is_taken_and_doubted(town: TownUnderTest) -> None:
    malee, pole = town.resident("malee", "มาลี"), a_pole(town, "A-0012")
    far = Point(pole.latitude + 0.045, pole.longitude)
    done = reports(town, malee, pole, seen=Seen(far, 20))
    assert done.is_new
    assert done.light.is_doubtful
    assert done.light.metres_off == pytest.approx(4980, abs=30)


def test_a_pole_that_was_removed_is_not_reported(town: TownUnderTest) -> None:
    with pytest.raises(Declined) as refusal:
        reports(town, town.resident("malee", "มาลี"), a_pole(town, "A-0012", state=AssetState.REMOVED))
    assert refusal.value.key == "poles.gone"


def test_a_passer_by_without_line_is_owed_nothing(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    with town.engine.database.begin() as session:
        person: Person = passer_by(session, town.clock(), Language.THAI)
        done = report(Moment(session, town.engine.office, town.clock()), person, LightReport(pole.key, "dark"))
        assert done.is_new
    town.settles()
    with town.session() as session:
        assert session.exec(select(Outgoing)).all() == []


def test_a_case_that_has_become_confidential_is_joined_by_nobody(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    first = reports(town, town.resident("malee", "มาลี"), pole)
    with town.engine.database.begin() as session:
        session.get_one(Case, first.case.key).is_confidential = True
    wan = town.resident("wan", "วรรณ")
    wan.says("ไฟดับ")
    wan.says("A-0012")
    assert first.case.number not in wan.last_heard.text
    assert reports(town, wan, pole).is_new
