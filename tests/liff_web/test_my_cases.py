"""My cases, as they are read: everybody sees their own, and nothing of anybody else's."""

import re

from sqlmodel import col, select, update

from content.texts import Texts
from models.case import Case
from models.case_note import CaseNote, NoteKind
from models.follower import follow
from models.person import Person as Row
from simulator import Group, Person
from tests.handlers.stories import PLACE, ROAD, added_to, cases, files, finishes, the_case
from tests.liff_web.readers import does, is_refused, reads, signs_in
from tests.towns import TownUnderTest

SAY = Texts("th")
MORE = "หลุมใหญ่ขึ้นอีก"
DEEDS = ("add", "rate", "reopen", "withdraw", "unfollow", "follow")


def test_a_page_is_a_shell_without_a_session(town: TownUnderTest) -> None:
    files(town.resident("somchai", "สมชาย"))
    for path in ("/liff/cases", "/liff/cases/1", "/liff/cases/2"):
        page = town.web.get(path).get_data(as_text=True)
        assert "data-session-wait" in page
        assert ROAD not in page
        assert "70-000001" not in page


def test_whoever_has_no_cases_is_shown_the_way_to_report(town: TownUnderTest) -> None:
    signs_in(town, town.resident("malee", "มาลี"))
    page = town.web.get("/liff/cases").get_data(as_text=True)
    assert SAY("cases.none_open") in page
    assert 'href="../liff/complaint"' in page
    assert SAY("cases.none_ended") in reads(town, "/liff/cases?ended=1")


def test_the_list_shows_what_stands_where(town: TownUnderTest, somchai: Person) -> None:
    page = reads(town, "/liff/cases")
    for shown in ("70-000001", "ถนน", ROAD, SAY("status.new"), "แจ้งเมื่อ 20 พ.ย. 69", "ตั้งใจให้เสร็จภายใน"):
        assert shown in page
    assert "70-000001" not in reads(town, "/liff/cases?ended=1")


def test_a_case_that_has_ended_moves_to_the_other_list(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    ended = reads(town, "/liff/cases?ended=1")
    assert SAY("status.finished") in ended
    assert "ตั้งใจให้เสร็จภายใน" not in ended
    assert "70-000001" not in reads(town, "/liff/cases")


def test_a_case_tells_all_that_became_of_it(town: TownUnderTest, mana: Person, group: Group, somchai: Person) -> None:
    assert "กองช่าง" in reads(town, "/liff/cases/1"), "before anybody has it, its division has"
    mana.within(group).taps("รับเรื่อง")
    page = reads(town, "/liff/cases/1")
    for shown in ("70-000001", ROAD, PLACE, SAY("status.accepted"), "ผู้ดูแล ช่างมานะ (กองช่าง)", "โทร 053-"):
        assert shown in page
    finishes(mana.within(group), "เทยางมะตอยแล้ว")
    page = reads(town, "/liff/cases/1")
    steps = ["ท่านแจ้งเรื่อง", "20 พ.ย. 69 เวลา 9.00 น.", "ช่างมานะ (กองช่าง) รับเรื่อง", "แจ้งว่าเสร็จแล้ว", "เทยางมะตอยแล้ว"]
    places = [page.index(step, page.index(SAY("tracking.history"))) for step in steps]
    assert places == sorted(places)


def test_before_and_after_are_shown_side_by_side_from_our_own_address(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    town.clock.passes(minutes=5)
    somchai.sends_photo()
    somchai.taps("เพิ่มในเรื่องเดิม")
    finishes(mana.within(group))
    page = town.web.get("/liff/cases/1").get_data(as_text=True)
    photos = re.findall(r'<img src="\.\./\.\./(photos/[^"]+)" alt="([^"]+)"', page)
    assert [alt for _, alt in photos] == ["รูปก่อน รูปที่ 1", "รูปหลัง รูปที่ 1"]
    assert [town.web.get(f"/{photo}").status_code for photo, _ in photos] == [200, 200]
    assert "ท่านส่งรูปเพิ่ม 1 รูป" in page


def test_a_promise_that_was_not_kept_is_admitted(town: TownUnderTest, somchai: Person) -> None:
    assert SAY("cases.late") not in reads(town, "/liff/cases/1")
    town.clock.passes(days=60)
    signs_in(town, somchai)
    assert SAY("cases.late") in reads(town, "/liff/cases/1")


def test_anothers_case_is_as_one_that_was_never_filed(town: TownUnderTest, somchai: Person) -> None:
    signs_in(town, town.resident("malee", "มาลี"))
    never = reads(town, "/liff/cases/999999999", 404)
    assert SAY("refused.not_your_case") in never
    assert reads(town, "/liff/cases/1", 404) == never
    for odd in ("0", "-1", "1.0", "๑", "9" * 40, "1%20OR%201=1", "%00", "x"):
        assert reads(town, f"/liff/cases/{odd}", 404) == never, odd
    assert "70-000001" not in reads(town, "/liff/cases") + reads(town, "/liff/cases?before=2")


def test_a_form_of_another_site_does_nothing(town: TownUnderTest, somchai: Person) -> None:
    before = the_case(town)
    del town.web.environ_base["HTTP_SEC_FETCH_SITE"]
    for deed in DEEDS:
        for said in ({"Origin": "https://stranger.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
            answer = town.web.post(f"/liff/cases/1/{deed}", data={"words": MORE, "stars": "5"}, headers=said)
            assert answer.status_code == 403, (deed, said)
        assert town.web.get(f"/liff/cases/1/{deed}").status_code == 405, "nor does a link"
    assert (the_case(town), added_to(town, before)) == (before, "")


def test_an_address_says_nothing_but_what_we_wrote(town: TownUnderTest, somchai: Person) -> None:
    for odd in ("<b>x</b>", "__class__", "added.", "title", ""):
        page = town.web.get("/liff/cases/1", query_string={"said": odd}).get_data(as_text=True)
        assert 'role="status"' not in page, odd


def test_markup_in_anybodys_words_stays_text(town: TownUnderTest, mana: Person, group: Group) -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    mallory = town.resident("mallory", evil)
    files(mallory, words=evil, place=evil)
    signs_in(town, mallory)
    does(town, "add", words=evil)
    finishes(mana.within(group), evil)
    pages = [town.web.get(path) for path in ("/liff/cases?ended=1", "/liff/cases/1")] + [does(town, "add", words=evil)]
    for page in pages:
        shown = page.get_data(as_text=True)
        assert "&lt;script&gt;" in shown
        assert "<script>" not in shown
        assert "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", shown)


def test_the_page_speaks_its_readers_language(town: TownUnderTest) -> None:
    emma = town.resident("emma", "Emma", language="en")
    emma.says("deep hole")
    emma.taps("Road")
    emma.says("at the school")
    emma.taps("Skip")
    emma.taps("Confirm and send")
    signs_in(town, emma)
    page = reads(town, "/liff/cases/1")
    assert "Who is handling it" in page
    assert not re.search("[\u0e00-\u0e7f]", page.replace(town.engine.office.town.name.th, ""))
    assert is_refused(does(town, "rate", stars="5"), 409) == Texts("en")(
        "feedback.not_now", number="70-000001", status="Waiting for an officer"
    )


def test_a_long_list_is_read_page_by_page(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    files(somchai)
    signs_in(town, somchai)
    with town.engine.database.begin() as session:
        first = session.exec(select(Case)).one()
        for row in range(2, 46):
            twin = Case(**first.model_dump() | {"id": row, "number": f"70-{row:06}"})
            twin.filed_at, twin.promised_at = first.filed_at, first.promised_at
            session.add(twin)
            session.flush()
            follow(session, twin, first.reporter_id, first.filed_at)
    seen: list[str] = []
    path = "/liff/cases"
    while path:
        page = town.web.get(path).get_data(as_text=True)
        seen += re.findall(r"70-\d{6}", page)
        older = re.search(r'href="\.\./(liff/cases\?before=\d+)"', page)
        path = f"/{older[1]}" if older else ""
    assert seen == [f"70-{row:06}" for row in range(45, 0, -1)]
    for odd in ("x", "-1", "", "9" * 30):
        assert "70-000045" in reads(town, f"/liff/cases?before={odd}"), odd


def test_words_that_were_taken_back_or_erased_are_on_no_page(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("คำลับมาก")
    said = somchai.last_said
    somchai.taps("เพิ่มในเรื่องเดิม")
    assert "คำลับมาก" in reads(town, "/liff/cases/1")
    somchai.unsends(said)
    assert "คำลับมาก" not in reads(town, "/liff/cases/1")


def test_an_erased_person_reads_nothing_any_more(town: TownUnderTest, somchai: Person) -> None:
    with town.engine.database.begin() as session:
        session.exec(update(Row).where(col(Row.line_user_id) == somchai.user_id).values(line_user_id=None))
    assert "data-session-wait" in town.web.get("/liff/cases/1").get_data(as_text=True)
    assert does(town, "add", words=MORE).headers["Location"] == "/liff/cases/1?said=sign_in"
    with town.session() as session:
        assert not session.exec(select(CaseNote).where(col(CaseNote.kind) == NoteKind.ADDED)).all()


def test_the_chat_leads_to_the_pages(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("ติดตาม")
    address = f"https://liff.line.me/{town.settings.liff_id}/cases"
    assert address in str(somchai.last_heard.raw)
    somchai.taps("ดูรายละเอียด")
    assert f"{address}/1" in str(somchai.last_heard.raw)


def test_a_case_from_the_list_of_the_town_is_the_same_in_chat_and_page(town: TownUnderTest, somchai: Person) -> None:
    does(town, "withdraw")
    somchai.says("ติดตาม")
    assert SAY("status.withdrawn") in somchai.last_heard.text
    assert len(cases(town)) == 1
