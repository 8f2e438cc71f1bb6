"""Where the pole is not what it seems: gone, wrong, hanging nowhere, or far from whoever reported it."""

import re
from html import unescape
from uuid import uuid4

import pytest

from models.asset import Asset, AssetState
from models.geography import Point
from models.streetlight import streetlight_of
from tests.handlers.poles import HERE, a_pole
from tests.liff_web.forms import a_reader, opens
from tests.liff_web.pole_page import FIVE_KM_OFF, cases, leaves, page_of, reads, receipt, seen_from, sends
from tests.towns import TownUnderTest


def test_a_pole_that_is_removed_while_somebody_fills_in_its_page_offers_the_next_ones(town: TownUnderTest) -> None:
    gone, near = a_pole(town, "A-0012"), a_pole(town, "A-0013", Point(HERE.latitude + 0.0002, HERE.longitude))
    assert town.web.get(page_of(town, "A-0012")).status_code == 200
    with town.engine.database.begin() as session:
        session.get_one(Asset, gone.key).state = AssetState.REMOVED
    answer = sends(town, gone)
    assert answer.status_code == 410
    link = re.search(r'href="([^"]*liff/p/~[^"]*)"', answer.get_data(as_text=True))
    assert link
    assert near.code in reads(town.web.get("/liff/p/" + link[1].rpartition("/")[2]))
    assert cases(town) == []


def test_a_link_to_a_pole_near_by_is_good_for_an_hour_and_cannot_be_made_up(town: TownUnderTest) -> None:
    a_pole(town, "A-0013")
    answer = town.web.post("/liff/poles/near", data=seen_from(HERE)).get_data(as_text=True)
    last = re.findall(r'liff/p/(~[^"]*)"', answer)[0]
    assert town.web.get(f"/liff/p/{last}").status_code == 200
    assert town.web.get(f"/liff/p/{last.replace('A-0013', 'A-0014')}").status_code == 404
    town.passes(minutes=61)
    assert town.web.get(f"/liff/p/{last}").status_code == 404


def test_near_somebody_are_poles_within_sixty_metres_or_a_sentence(town: TownUnderTest) -> None:
    a_pole(town, "A-0013", Point(HERE.latitude + 0.0002, HERE.longitude))
    assert "A-0013 ห่าง 22 เมตร" in reads(town.web.post("/liff/poles/near", data=seen_from(HERE)))
    assert "ไม่มีเสา" in reads(town.web.post("/liff/poles/near", data=seen_from(FIVE_KM_OFF)))
    assert town.web.post("/liff/poles/near", data={"latitude": "x"}).status_code == 400


@pytest.mark.parametrize(
    "wrong", ["", "A-0012.1aaaaaaaaaaaaaaaa", "A-0012.1", "A-0012", "%F0%9F%92%A1", "x" * 3000, "~A-0012.x"]
)
def test_a_wrong_code_is_met_kindly(town: TownUnderTest, wrong: str) -> None:
    a_pole(town, "A-0012")
    answer = town.web.get(f"/liff/p/{wrong}")
    assert answer.status_code == 404
    assert "ท่านไม่ได้ทำอะไรผิด" in reads(answer)
    assert town.web.post(f"/liff/p/{wrong or 'x'}", data={"fault": "dark"}).status_code == 404
    assert cases(town) == []


def test_a_code_of_a_key_that_the_town_keeps_no_more_is_a_wrong_one(town: TownUnderTest) -> None:
    a_pole(town, "A-0012")
    old = page_of(town, "A-0012")
    town.settings = town.settings.model_copy(
        update={"qr_keys": type(town.settings.qr_keys)("2:" + "fedcba9876543210" * 4)}  # type: ignore[misc]
    )
    town.starts()
    assert town.web.get(old).status_code == 404
    assert town.web.get(page_of(town, "A-0012")).status_code == 200


def test_a_suspicious_sticker_is_told_with_one_tap(town: TownUnderTest) -> None:
    key = str(uuid4())
    answer = town.web.post("/liff/poles/suspicious", data={"key": key})
    town.web.post("/liff/poles/suspicious", data={"key": key})
    (case,) = cases(town)
    assert case.number in reads(answer)


def test_a_sticker_that_hangs_nowhere_is_bound_by_officers_alone(town: TownUnderTest) -> None:
    assert "desk/poles/bind" not in town.web.get(page_of(town, "B-0007")).get_data(as_text=True)
    a_reader(town)
    page = town.web.get(page_of(town, "B-0007"))
    assert "desk/poles/bind" not in page.get_data(as_text=True)
    assert "liff/complaint?type=street_light" in page.get_data(as_text=True)
    opens(town, town.officer("chang", "ช่าง"))
    assert "desk/poles/bind/B-0007." in town.web.get(page_of(town, "B-0007")).get_data(as_text=True)


def test_the_complaints_form_opens_with_the_type_that_a_link_chose(town: TownUnderTest) -> None:
    a_reader(town)
    page = town.web.get("/liff/complaint?type=street_light").get_data(as_text=True)
    assert 'value="street_light" checked' in page
    assert "checked" not in town.web.get("/liff/complaint?type=nothing").get_data(as_text=True).partition("named")[0]


def test_whoever_was_far_away_is_asked_and_may_say_yes(town: TownUnderTest) -> None:
    answer = sends(town, a_pole(town, "A-0012"), **seen_from(FIVE_KM_OFF))
    assert "ประมาณ 5 กม. ใช่เสานี้ไหมคะ" in receipt(town, answer)
    (case,) = cases(town)
    settled = town.web.post(f"{page_of(town, 'A-0012')}/doubt", data={"case": str(case.key)})
    assert "ใช่เสานี้ไหมคะ" not in receipt(town, settled)
    with town.session() as session:
        light = streetlight_of(session, case.key)
        assert light is not None
        assert not light.is_doubtful


def test_or_says_which_other_one_and_the_case_goes_there(town: TownUnderTest) -> None:
    pole, other = a_pole(town, "A-0012"), a_pole(town, "C-0009", FIVE_KM_OFF)
    answer = sends(town, pole, **seen_from(FIVE_KM_OFF))
    shown = town.web.get(answer.headers["Location"]).get_data(as_text=True)
    choice = re.search(r'name="pole" value="([^"]*)"', shown)
    assert choice
    (case,) = cases(town)
    form = {"case": str(case.key), "pole": unescape(choice[1])}
    assert "C-0009" in receipt(town, town.web.post(f"{page_of(town, 'A-0012')}/doubt", data=form))
    (moved,) = cases(town)
    assert moved.point == other.point
    assert moved.address == "เสาไฟ C-0009"


def test_nobody_else_settles_the_doubt_nor_after_its_end(town: TownUnderTest) -> None:
    sends(town, a_pole(town, "A-0012"), **seen_from(FIVE_KM_OFF))
    (case,) = cases(town)
    leaves(town)
    a_reader(town)
    form = {"case": str(case.key)}
    assert town.web.post(f"{page_of(town, 'A-0012')}/doubt", data=form).status_code == 404
    with town.session() as session:
        light = streetlight_of(session, case.key)
        assert light is not None
        assert light.is_doubtful
