"""Finishing a case on its page: what proves the repair, what does not, and that nothing of a refused form happens."""

from datetime import timedelta

import pytest

from content.texts import Texts
from models.case import BANGKOK
from models.officer import Role
from simulator import Group, Person
from tests.handlers.stories import files, files_on_disk, photos_of, the_case
from tests.liff_web.readers import reads, signs_in
from tests.liff_web.repair_page import (
    DOWN_THE_ROAD,
    FAR_OFF,
    NEXT_TO_IT,
    a_photo,
    after_photos,
    files_with_a_pin,
    finishes_on_page,
    newest,
    said_key,
    told_at,
    why_not,
)
from tests.towns import TownUnderTest

SAY = Texts("th")


@pytest.fixture
def malee(town: TownUnderTest, mana: Person, group: Group) -> Person:
    """Somebody who has filed a case with a pin; its officer is reading."""
    person = town.resident("malee", "มาลี")
    files_with_a_pin(person)
    signs_in(town, mana)
    return person


def test_a_photo_taken_there_and_now_proves_the_repair(town: TownUnderTest, malee: Person) -> None:
    answer = finishes_on_page(town, photos=[a_photo()], told=told_at(NEXT_TO_IT))
    assert said_key(answer) == "finished_proven"
    case, (photo,) = the_case(town), after_photos(town)
    assert (case.status, case.proof) == ("finished", "proven")
    assert photo.taken_at == town.clock() - timedelta(seconds=20)
    assert photo.metres_off is not None
    assert 50 < photo.metres_off < 70
    assert "ซ่อมเรียบร้อยแล้ว" in malee.last_heard.text
    assert len(malee.last_heard.pictures) == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (told_at(DOWN_THE_ROAD), "finished_not_there"),
        (told_at(accuracy=3000), "finished_not_there"),
        ({"age_s": "20"}, "finished_not_there"),
        (told_at(age_s=16 * 60), "finished_not_now"),
        (told_at(age_s=-5), "finished_not_now"),
        (told_at(FAR_OFF, age_s=86_400), "finished_neither"),
        ({}, "finished_neither"),
        ({"latitude": "nan", "longitude": "inf", "accuracy": "ก", "age_s": "1e999"}, "finished_neither"),
        ({"latitude": "95", "longitude": "999", "accuracy": "-1", "age_s": "-0"}, "finished_not_there"),
    ],
)
def test_what_is_not_near_or_not_now_is_taken_too_and_its_officer_told(
    town: TownUnderTest, malee: Person, told: dict[str, str], said: str
) -> None:
    assert said_key(finishes_on_page(town, photos=[a_photo()], told=told)) == said
    assert SAY.has(f"desk_said.{said}")
    assert (the_case(town).status, the_case(town).proof) == ("finished", "unproven")
    assert len(malee.last_heard.pictures) == 1


def test_an_inexact_telephone_may_be_as_far_off_as_it_says(town: TownUnderTest, malee: Person) -> None:
    assert said_key(finishes_on_page(town, photos=[a_photo()], told=told_at(DOWN_THE_ROAD, accuracy=350))) == (
        "finished_proven"
    )


def test_the_file_speaks_where_the_page_has_no_script(town: TownUnderTest, malee: Person) -> None:
    lately = (town.clock() - timedelta(minutes=5)).astimezone(BANGKOK)
    assert said_key(finishes_on_page(town, photos=[a_photo(taken_at=lately, north=NEXT_TO_IT)])) == "finished_proven"
    assert after_photos(town)[0].taken_at == lately


@pytest.mark.parametrize(("days", "north", "said"), [(1, 0.0, "finished_not_now"), (0, FAR_OFF, "finished_not_there")])
def test_a_file_that_says_otherwise_is_believed_before_the_page(
    town: TownUnderTest, malee: Person, days: int, north: float, said: str
) -> None:
    taken = (town.clock() - timedelta(days=days)).astimezone(BANGKOK)
    answer = finishes_on_page(town, photos=[a_photo(taken_at=taken, north=north)], told=told_at())
    assert said_key(answer) == said


def test_without_a_point_the_time_alone_counts_and_that_is_said(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    files(town.resident("malee", "มาลี"), place="หลังบ้านลุงคำ")
    signs_in(town, mana)
    assert the_case(town).point is None
    assert SAY("proof.hint_no_point") in reads(town, "/desk/cases/1/finish")
    assert said_key(finishes_on_page(town, photos=[a_photo()], told=told_at(FAR_OFF))) == "finished_proven_by_time"
    assert the_case(town).proof == "proven"


def test_without_a_photo_there_is_a_reason(town: TownUnderTest, malee: Person) -> None:
    assert why_not(finishes_on_page(town), 422) == SAY("proof.photo_or_reason")
    assert the_case(town).status == "new"
    assert said_key(finishes_on_page(town, why="มืดแล้วถ่ายไม่ชัด")) == "finished_without_photo"
    assert the_case(town).proof == "no_photo"
    assert SAY("proof.because", reason="มืดแล้วถ่ายไม่ชัด") in reads(town, "/desk/cases/1/finish")
    assert "มืดแล้ว" not in malee.last_heard.text


def test_without_a_sentence_nothing_happens_and_own_words_go_before_ready_ones(
    town: TownUnderTest, malee: Person
) -> None:
    assert why_not(finishes_on_page(town, photos=[a_photo()], outcome=" "), 422) == SAY("proof.say_what_was_done")
    assert (files_on_disk(town), the_case(town).status) == ([], "new")
    finishes_on_page(town, photos=[a_photo()], own_words="เทยางแล้ว <b>", told=told_at())
    assert "เทยางแล้ว <b>" in malee.last_heard.text


def test_a_file_of_the_wrong_kind_changes_nothing_and_what_was_typed_stays(town: TownUnderTest, malee: Person) -> None:
    heard = len(malee.heard)
    for junk in (b"%PDF-1.4", b"<svg onload=alert(1)>", a_photo()[:60]):
        answer = finishes_on_page(town, photos=[junk], own_words='เทยาง "แล้ว"', why="กล้องใช้ไม่ได้")
        assert why_not(answer, 422) == SAY("proof.not_a_photo")
        page = answer.get_data(as_text=True)
        assert ">เทยาง &#34;แล้ว&#34;</textarea>" in page
        assert 'value="กล้องใช้ไม่ได้" checked' in page
    assert (the_case(town).status, photos_of(town), len(malee.heard)) == ("new", [], heard)


def test_too_much_is_refused_with_a_sentence(town: TownUnderTest, malee: Person) -> None:
    assert why_not(finishes_on_page(town, photos=[bytes(41 * 1024 * 1024)]), 413) == SAY("proof.too_large")
    six = [a_photo(green=green) for green in range(6)]
    assert why_not(finishes_on_page(town, photos=six), 422) == SAY("proof.too_many", limit=5)
    long = finishes_on_page(town, photos=[a_photo()], own_words="ก" * 1001)
    assert why_not(long, 422) == SAY("proof.too_long", limit=1000)
    assert (the_case(town).status, files_on_disk(town)) == ("new", [])


def test_of_several_photos_one_that_proves_it_is_enough(town: TownUnderTest, malee: Person) -> None:
    old = a_photo(taken_at=town.clock() - timedelta(days=3), green=1)
    assert said_key(finishes_on_page(town, photos=[old, a_photo(green=2)], told=told_at())) == "finished_proven"
    assert len(after_photos(town)) == 2


def test_two_at_once_the_second_is_told_what_the_first_did_and_their_words_stay(
    town: TownUnderTest, mana: Person, malee: Person
) -> None:
    shown = newest(town)
    mana.posts_back("do=casework.accept&case=1")
    answer = finishes_on_page(town, photos=[a_photo()], seen=shown, own_words="เทยางแล้ว")
    sentence = why_not(answer, 409)
    assert "ช่างมานะ" in sentence
    assert ">เทยางแล้ว</textarea>" in answer.get_data(as_text=True)
    assert (the_case(town).status, photos_of(town)) == ("accepted", [])


def test_the_same_form_sent_twice_finishes_once(town: TownUnderTest, malee: Person) -> None:
    shown = newest(town)
    finishes_on_page(town, photos=[a_photo()], seen=shown, told=told_at())
    heard = len(malee.heard)
    assert "เสร็จ" in why_not(finishes_on_page(town, photos=[a_photo()], seen=shown, told=told_at()), 409)
    assert (len(malee.heard), len(after_photos(town))) == (heard, 1)


@pytest.mark.parametrize(
    ("role", "division", "sentence"),
    [
        (Role.OFFICER, "public_health", "refused.not_your_division"),
        (Role.EXECUTIVE, "public_works", "refused.reads_only"),
        (Role.CLERK, "clerk_office", "refused.reads_only"),
    ],
)
def test_who_may_not_finish_it_is_told_so_and_nothing_is_developed(
    town: TownUnderTest, malee: Person, role: Role, division: str, sentence: str
) -> None:
    signs_in(town, town.officer("somsri", "หมอสมศรี", division, role))
    assert why_not(finishes_on_page(town, photos=[a_photo()], told=told_at()), 409) == SAY(sentence)
    assert (the_case(town).status, files_on_disk(town)) == ("new", [])
    if role != Role.OFFICER:
        assert SAY("proof.send") not in reads(town, "/desk/cases/1/finish")


def test_a_resident_is_told_that_this_is_for_officers(town: TownUnderTest, malee: Person) -> None:
    signs_in(town, malee)
    assert why_not(finishes_on_page(town, photos=[a_photo()]), 403) == SAY("refused.not_an_officer")
    assert the_case(town).status == "new"


def test_the_finished_case_shows_officers_what_proves_it(town: TownUnderTest, malee: Person) -> None:
    finishes_on_page(town, photos=[a_photo()], told=told_at(NEXT_TO_IT))
    shown = reads(town, "/desk/cases/1/finish")
    assert SAY("proof.is_proven") in shown
    assert "ห่างจากจุดที่แจ้ง 60 ม." in shown
    assert SAY("proof.closes", day=SAY.day(town.clock() + timedelta(days=7))) in shown


def test_by_chat_a_photo_is_taken_and_proves_nothing(
    town: TownUnderTest, mana: Person, group: Group, malee: Person
) -> None:
    mana.within(group).taps("เสร็จสิ้น")
    assert SAY("buttons.prove_it") in group.last_heard.labels, "the way to the page, where it would be proven"
    mana.within(group).sends_photo()
    mana.within(group).says("ซ่อมแล้ว")
    assert the_case(town).proof == "unproven"
    assert SAY("proof.is_unproven") in reads(town, "/desk/cases/1/finish")


def test_by_chat_without_a_photo_it_is_so_noted(town: TownUnderTest, mana: Person, group: Group, malee: Person) -> None:
    mana.within(group).taps("เสร็จสิ้น")
    mana.within(group).taps("ไม่มีรูป")
    mana.within(group).taps("แก้ทางโทรศัพท์")
    mana.within(group).says("โทรอธิบายแล้ว")
    assert the_case(town).proof == "no_photo"
