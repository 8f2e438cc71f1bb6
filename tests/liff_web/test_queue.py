"""The officers' queue: whose cases it lists, in which list, what filters leave of them, and taking one from its line."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode, urljoin

import pytest
from werkzeug.test import TestResponse

from content.towns.places import PlaceKind
from models.case import Case, Status, WaitsFor
from models.case_change import Step, move_to
from models.officer import Role, officer_of
from models.person import person_of
from simulator import Group, Person
from tests.handlers.stories import cases, files
from tests.liff_web.readers import is_refused, is_said, reads, signs_in
from tests.towns import TownUnderTest

ODD = [
    *("tab=nowhere", "tab=%00", "type=%FF%FE", "type=nothing", "village=school", "village=%E0%B8%81", "older=-1"),
    *("older=99999999999999999999", "older=3.5", "older=%E0%B9%93", "after=", "after=.", "after=1", "after=1.2.3"),
    *("after=99999999999999999.1", "after=10000000000000000.999999999", "after=0.0", "after=-5.7", "after=nan.inf"),
    *("words=%25", "words=_", "words=%5C", "words=%27%20OR%201=1--", "words=" + "%E0%B8%81" * 500, "words=%00%E2%80%8B"),
    *("words=%ED%A0%80", "words=99-999999", "only=lines", "only=everything", "said=%3Cb%3E", "tab=new&tab=done"),
    "words=a+b+c+d+e+f",
]  # fmt: skip


def listed(town: TownUnderTest, query: str = "tab=new") -> list[str]:
    """The numbers of the cases that a list shows, in its order."""
    answer = town.web.get(f"/desk?{query}")
    assert answer.status_code == 200
    return re.findall(r'case-number">([^<]*)<', answer.get_data(as_text=True))


def looks(town: TownUnderTest, **asked: str) -> list[str]:
    """The same, by what is asked for."""
    return listed(town, urlencode(asked))


def accepts(town: TownUnderTest, number: str = "70-000001", query: str = "tab=new") -> TestResponse:
    """Tap the line's button, as the page has it now."""
    return _hands_in(town, _form(town, number, query))


def _form(town: TownUnderTest, number: str, query: str = "tab=new") -> dict[str, str]:
    page = town.web.get(f"/desk?{query}").get_data(as_text=True)
    line = next(line for line in page.split("<li") if f">{number}<" in line)
    return {name: unescape(told) for name, told in re.findall(r'name="(\w+)" value="([^"]*)"', line)}


def _hands_in(town: TownUnderTest, form: dict[str, str]) -> TestResponse:
    answer = town.web.post("/desk/accept", data=form)
    town.settles()
    if "Location" in answer.headers:  # relative to where the form went
        answer.headers["Location"] = urljoin("/desk/accept", answer.headers["Location"])
    return answer


def changes(town: TownUnderTest, number: str, **different: object) -> None:
    """A case as something has made it that is no part of this story."""
    with town.engine.database.begin() as session:
        case = session.get(Case, int(number[-6:]))
        assert case is not None
        for name, value in different.items():
            setattr(case, name, value)


@pytest.fixture
def malee(town: TownUnderTest, group: Group) -> Person:
    """Somebody who reports."""
    return town.resident("malee", "มาลี")


@pytest.fixture
def desk(town: TownUnderTest, malee: Person, mana: Person) -> TownUnderTest:
    """A town with two cases, at whose desk Mana sits."""
    files(malee)
    files(malee, "ท่อระบายน้ำหน้าตลาดอุดตัน <b>น้ำล้น</b>", "หน้าตลาดสด", "ท่อระบายน้ำ")
    signs_in(town, mana)
    return town


def test_what_is_filed_stands_in_the_queue_with_what_one_needs_to_choose(desk: TownUnderTest) -> None:
    page = reads(desk, "/desk")
    for told in ("ถนน", "70-000001", "หน้าร้านป้าแดง", "รอเจ้าหน้าที่รับเรื่อง", "เหลือ", "รับเรื่อง", "รอรับ 2"):
        assert told in page
    assert "<b>น้ำล้น</b>" not in desk.web.get("/desk").get_data(as_text=True)
    assert "<b>น้ำล้น</b>" in page


def test_a_case_goes_from_list_to_list(desk: TownUnderTest, mana: Person) -> None:
    assert sorted(looks(desk, tab="new")) == ["70-000001", "70-000002"]
    assert looks(desk, tab="mine") == []
    is_said(desk, accepts(desk, "70-000001"))
    assert looks(desk, tab="new") == ["70-000002"]
    assert looks(desk, tab="mine") == ["70-000001"]
    assert "ท่านรับไว้" in reads(desk, "/desk?tab=mine")
    assert sorted(looks(desk, tab="open")) == ["70-000001", "70-000002"]
    changes(desk, "70-000001", status=Status.WAITING, waits_for=WaitsFor.REPORTER, paused_at=desk.clock())
    assert looks(desk, tab="waiting") == ["70-000001"]
    desk.passes(days=40)
    signs_in(desk, mana)
    assert looks(desk, tab="late") == ["70-000002"], "a promise that stands still is not late"
    assert "หยุดนับเวลา" in reads(desk, "/desk?tab=waiting")
    assert "เกินกำหนด" in reads(desk, "/desk?tab=late")
    for number, status in (("70-000001", Status.DECLINED), ("70-000002", Status.MERGED)):
        changes(desk, number, status=status)
    assert looks(desk, tab="done") == ["70-000002", "70-000001"]
    assert looks(desk, tab="open") == []


def test_the_soonest_promise_comes_first(desk: TownUnderTest) -> None:
    changes(desk, "70-000001", promised_at=desk.clock() + timedelta(days=9))
    changes(desk, "70-000002", promised_at=desk.clock() + timedelta(days=2))
    assert looks(desk, tab="new") == ["70-000002", "70-000001"]
    changes(desk, "70-000001", promised_at=desk.clock() + timedelta(hours=3))
    assert looks(desk, tab="new") == ["70-000001", "70-000002"]
    assert "เหลือ 3 ชม." in reads(desk, "/desk")


def test_filters_leave_what_they_ask_for(desk: TownUnderTest) -> None:
    kind = {case.number: case.type_code for case in cases(desk)}
    assert looks(desk, type=kind["70-000002"]) == ["70-000002"]
    places = desk.engine.office.town.gazetteer.places
    village, another = [place.code for place in places if place.kind == PlaceKind.VILLAGE][:2]
    changes(desk, "70-000001", village=village)
    changes(desk, "70-000002", village=another)
    assert looks(desk, village=village) == ["70-000001"]
    assert looks(desk, village=village, type=kind["70-000002"]) == []
    assert "ล้างตัวกรอง" in reads(desk, f"/desk?village={village}&type={kind['70-000002']}")
    changes(desk, "70-000002", filed_at=desk.clock() - timedelta(days=8))
    assert looks(desk, older="7") == ["70-000002"]
    assert looks(desk, older="14") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ตลาด", ["70-000002"]),
        ("โรงเรียน หลุม", ["70-000001"]),
        ("โรงเรียน ตลาด", []),
        ("ป้าแดง", ["70-000001"]),
        ("000002", ["70-000002"]),
        ("๗๐-๐๐๐๐๐๑", ["70-000001"]),
        ("70000001", ["70-000001"]),
        ("70 - 000001", ["70-000001"]),
        ("%", []),
        ("น้ำล้น</b>", ["70-000002"]),
        ("น\u0e4d\u0e49าล้น", ["70-000002"]),  # sara am as its two halves, typed before the tone
    ],
)
def test_words_are_found_in_what_was_told_in_the_place_and_in_the_number(
    desk: TownUnderTest, words: str, found: list[str]
) -> None:
    assert looks(desk, words=words) == found


def test_letters_are_found_whichever_their_case(desk: TownUnderTest, malee: Person) -> None:
    files(malee, "Broken LIGHT near Wat", "ข้างวัด")
    assert looks(desk, words="light WAT") == ["70-000003"]


def test_a_case_number_is_found_whatever_list_it_is_in(desk: TownUnderTest) -> None:
    changes(desk, "70-000001", status=Status.CLOSED)
    assert looks(desk, tab="waiting", words="70-000001") == ["70-000001"]


def further(town: TownUnderTest, query: str) -> str:
    """What the page's link to the next page asks for; nothing without one."""
    page = town.web.get(f"/desk?{query}").get_data(as_text=True)
    found = re.search(r'id="further" href="desk\?([^"]*)"', page)
    return unescape(found[1]) if found else ""


def test_pages_go_on_where_the_last_one_ended(
    desk: TownUnderTest, malee: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liff_web.desk.queue.ON_A_PAGE", 1)
    files(malee, "ต้นไม้ล้มขวางถนน", "หน้าวัด", "ต้นไม้")
    numbers = ["70-000003", "70-000002", "70-000001"]
    for hours, number in enumerate(numbers, start=1):
        changes(desk, number, promised_at=desk.clock() + timedelta(hours=hours))
    for tab in ("new", "open", "done"):
        if tab == "done":
            for number in numbers:
                changes(desk, number, status=Status.CLOSED)
        second = further(desk, f"tab={tab}")
        third = further(desk, second)
        assert [*looks(desk, tab=tab), *listed(desk, second), *listed(desk, third)] == numbers
        assert "กลับไปหน้าแรก" in reads(desk, f"/desk?{second}")
        assert further(desk, third) == ""


def test_a_list_is_looked_through_piece_by_piece_and_the_reader_goes_on(
    desk: TownUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.queue.LOOKED_THROUGH", 1)
    first = looks(desk, words="ตลาด")
    assert "ค้นต่อ" in reads(desk, "/desk?words=ตลาด")
    assert [*first, *listed(desk, further(desk, "words=ตลาด"))] == ["70-000002"]


@pytest.mark.parametrize("query", ODD)
def test_an_odd_address_is_answered_with_a_queue(desk: TownUnderTest, query: str) -> None:
    answer = desk.web.get(f"/desk?{query}")
    assert answer.status_code == 200
    assert 'id="queue"' in answer.get_data(as_text=True)


def test_an_empty_list_says_what_it_means_and_where_to_go(desk: TownUnderTest) -> None:
    assert "รอรับ" in reads(desk, "/desk?tab=mine")
    assert "ไม่มีเรื่องที่เกินกำหนดค่ะ" in reads(desk, "/desk?tab=late")
    assert "ลองคำที่สั้นลง" in reads(desk, "/desk?words=ไม่มีคำนี้")


def test_another_divisions_cases_are_never_listed_searched_or_counted(desk: TownUnderTest) -> None:
    other = desk.officer("wipa", "วิภา", division="public_health")
    signs_in(desk, other)
    for tab in ("new", "mine", "late", "waiting", "open", "done"):
        assert looks(desk, tab=tab) == []
        assert looks(desk, tab=tab, words="70-000001") == []
    assert "รอรับ 0" in reads(desk, "/desk")


def test_confidential_cases_are_listed_for_heads_alone_and_for_those_who_see_everything(
    desk: TownUnderTest, mana: Person
) -> None:
    changes(desk, "70-000001", is_confidential=True)
    assert looks(desk, tab="open") == ["70-000002"]
    assert looks(desk, words="70-000001") == []
    head = desk.officer("praphan", "ประพันธ์", role=Role.HEAD)
    signs_in(desk, head)
    assert sorted(looks(desk, tab="open")) == ["70-000001", "70-000002"]
    assert "เรื่องปกปิด" in reads(desk, "/desk")


@pytest.mark.parametrize("role", [Role.CLERK, Role.EXECUTIVE])
def test_who_oversees_reads_every_divisions_queue_and_can_take_nothing(desk: TownUnderTest, role: Role) -> None:
    form = _form(desk, "70-000001")
    signs_in(desk, desk.officer("mayor", "นายก", division="clerk_office", role=role))
    assert sorted(looks(desk, tab="open")) == ["70-000001", "70-000002"]
    page = desk.web.get("/desk").get_data(as_text=True)
    assert "desk/accept" not in page
    assert 'id="tab-mine"' not in page
    is_refused(_hands_in(desk, form), 409)
    assert cases(desk)[0].status == Status.NEW


def test_taking_a_case_from_its_line_tells_its_reporter_and_leads_back_to_the_list(
    desk: TownUnderTest, malee: Person
) -> None:
    answer = accepts(desk, "70-000001", "tab=open&words=โรงเรียน")
    assert "tab=open" in answer.headers["Location"]
    assert "70-000001" in malee.last_heard.text
    assert "ช่างมานะ" in malee.last_heard.text
    assert "ของฉัน" in is_said(desk, answer)


def test_the_second_who_taps_is_told_who_has_it_and_it_stays_theirs(desk: TownUnderTest, mana: Person) -> None:
    form = _form(desk, "70-000001")
    accepts(desk, "70-000001")
    assert "ท่านรับเรื่อง" in is_refused(_hands_in(desk, {**form, "seen": "999999"}), 409)
    wichai = desk.officer("wichai", "ช่างวิชัย")
    signs_in(desk, wichai)
    assert "ช่างมานะ" in is_refused(_hands_in(desk, form), 409)
    assert "ช่างมานะ" in is_refused(_hands_in(desk, {**form, "seen": "999999"}), 409)
    assert "ช่างมานะ รับไว้" in reads(desk, "/desk?tab=open")


@pytest.mark.parametrize("case", ["", "x", "-1", "99999999999999999999999", "๑", "12345"])
def test_a_form_that_says_nothing_sensible_changes_nothing(desk: TownUnderTest, case: str) -> None:
    is_refused(_hands_in(desk, {"case": case, "seen": "5", "back": "tab=%00&after=x"}), 409)
    assert [one.status for one in cases(desk)] == [Status.NEW, Status.NEW]


def test_another_divisions_case_is_not_taken(desk: TownUnderTest) -> None:
    form = _form(desk, "70-000001")
    signs_in(desk, desk.officer("wipa", "วิภา", division="public_health"))
    is_refused(_hands_in(desk, form), 409)
    assert cases(desk)[0].status == Status.NEW


def test_a_resident_is_told_that_this_is_not_for_them_and_a_stranger_is_led_to_the_door(
    desk: TownUnderTest, malee: Person
) -> None:
    form = _form(desk, "70-000001")
    signs_in(desk, malee)
    for path in ("/desk", "/desk?only=lines", "/desk/today"):
        is_refused(desk.web.get(path), 403)
    is_refused(_hands_in(desk, form), 403)
    desk.web.delete_cookie("session")
    assert desk.web.get("/desk?tab=late").headers["Location"] == "./liff/desk?tab=late"
    assert _hands_in(desk, form).headers["Location"].endswith("liff/desk"), "the form's page is the queue"
    assert cases(desk)[0].status == Status.NEW


def test_an_open_desk_is_only_sent_again_when_something_has_happened(desk: TownUnderTest, malee: Person) -> None:
    def asks(state: str) -> TestResponse:
        return desk.web.get("/desk?tab=new&only=lines", headers={"If-None-Match": f'"{state}"'})

    first = desk.web.get("/desk?tab=new").get_data(as_text=True)
    state = re.findall(r'data-state="(\w+)"', first)[0]
    unchanged = asks(state)
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    files(malee, "ต้นไม้ล้มขวางถนน", "หน้าวัด", "ต้นไม้")
    changed = asks(state)
    assert changed.status_code == 200
    page = changed.get_data(as_text=True)
    assert "70-000003" in page
    assert "<html" not in page
    newer = re.findall(r'data-state="(\w+)"', page)[0]
    assert asks(newer).status_code == 304
    accepts(desk, "70-000003")
    assert asks(newer).status_code == 200
    signs_in(desk, desk.officer("wipa", "วิภา", division="public_health"))
    assert "70-000001" not in asks(newer).get_data(as_text=True)


def test_an_ex_officers_open_desk_is_sent_nothing(desk: TownUnderTest, mana: Person) -> None:
    with desk.engine.database.begin() as session:
        officer = officer_of(session, person_of(session, mana.line_id, desk.clock()).key)
        assert officer is not None
        officer.ended_at = desk.clock()
    assert "70-" not in is_refused(desk.web.get("/desk?only=lines"), 403)


def test_a_reopened_case_waits_to_be_accepted_again(desk: TownUnderTest) -> None:
    with desk.engine.database.begin() as session:
        case = session.get(Case, 1)
        assert case is not None
        for status, step in (
            (Status.ACCEPTED, Step.ACCEPTED),
            (Status.FINISHED, Step.FINISHED),
            (Status.REOPENED, Step.REOPENED),
        ):
            move_to(session, case, status, step, desk.clock())
    assert "70-000001" in looks(desk, tab="new")
    is_said(desk, accepts(desk, "70-000001"))
    assert cases(desk)[0].status == Status.ACCEPTED
