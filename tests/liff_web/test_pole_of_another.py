"""A lamp on another authority's pole: the town keeps the case, and its officers pass it on with one tap."""

import re

from models.case import Case, Status
from tests.handlers.poles import a_pole
from tests.handlers.test_street_lights import reports
from tests.liff_web.desk_pages import opens, seen_on
from tests.liff_web.forms import opens as signs_in
from tests.towns import TownUnderTest


def _case(town: TownUnderTest) -> Case:
    with town.session() as session:
        return session.get_one(Case, 1)


def test_it_is_passed_on_to_the_owner_with_one_tap(town: TownUnderTest) -> None:
    malee = town.resident("malee", "มาลี")
    reports(town, malee, a_pole(town, "H-0001", owner="electricity"))
    signs_in(town, town.officer("chang", "ช่าง"))
    page = opens(town)
    button = re.search(
        r'action="([^"]*pass-on)">\s*<input[^>]*><input type="hidden" name="authority" value="(\w+)">', page
    )
    assert button
    assert "ส่งต่อให้การไฟฟ้าส่วนภูมิภาค" in page
    assert 'value="electricity" selected' in page, "and chosen in the form for who wants to say why"
    town.web.post("/desk/cases/1/pass-on", data={"seen": seen_on(page), "authority": button[2]})
    town.settles()
    case = _case(town)
    assert (case.status, case.authority) == (Status.PASSED_ON, "electricity")
    assert "1129" in malee.last_heard.text


def test_the_towns_own_pole_is_taken_as_ever(town: TownUnderTest) -> None:
    reports(town, town.resident("malee", "มาลี"), a_pole(town, "A-0012"))
    signs_in(town, town.officer("chang", "ช่าง"))
    page = opens(town)
    assert "ส่งต่อให้" not in page
    assert re.search(r'class="desk-next"[^>]*/accept', page)
