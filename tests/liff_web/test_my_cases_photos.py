"""Photos that are added on a case's page: developed at once, shown to the officers, and kept once however often sent."""

import pytest

from content.texts import Texts
from simulator import Group, Person
from tests.handlers.stories import files_on_disk, finishes, photos_of, the_case
from tests.liff_web.forms import a_picture
from tests.liff_web.readers import does, is_refused, is_said, reads, signs_in
from tests.towns import TownUnderTest

SAY = Texts("th")


def test_a_photo_without_a_word_reaches_the_officers(town: TownUnderTest, group: Group, somchai: Person) -> None:
    town.clock.passes(minutes=45)
    heard = len(group.heard)
    assert is_said(town, does(town, "add", photos=[a_picture(1), a_picture(2)])) == SAY("cases.said_added")
    assert len(group.heard) == heard + 1
    assert "ผู้แจ้งส่งเพิ่ม 70-000001" in group.last_heard.text
    assert len(group.last_heard.pictures) == 1
    assert len(photos_of(town, the_case(town))) == 2
    assert "ท่านส่งรูปเพิ่ม 2 รูป" in reads(town, "/liff/cases/1")


def test_what_is_not_in_order_is_shown_with_the_words(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    heard = len(group.heard)
    answer = does(town, "reopen", words="ยังมีหลุม", photos=[a_picture(3)])
    assert is_said(town, answer) == SAY("cases.said_reopened")
    card, words = group.heard[heard:]
    assert "ยังไม่เรียบร้อย 70-000001" in card.text
    assert len(card.pictures) == 1
    assert "ยังมีหลุม" in words.text


@pytest.mark.parametrize("words", ["", "ดูรูปนี้"])
def test_the_same_form_sent_twice_is_kept_and_told_once(
    town: TownUnderTest, group: Group, somchai: Person, words: str
) -> None:
    heard = len(group.heard)
    for _ in range(2):
        answer = does(town, "add", words=words, photos=[a_picture(4)])
        assert is_said(town, answer) == SAY("cases.said_added")
    assert len(photos_of(town, the_case(town))) == 1
    assert len(group.heard) == heard + 1


def test_what_is_no_photo_is_refused_with_a_sentence_and_the_words_stay(town: TownUnderTest, somchai: Person) -> None:
    for junk in (b"%PDF-1.4", b"<svg onload=alert(1)>", a_picture()[:40]):
        answer = does(town, "add", words="ดูรูปนี้", photos=[junk])
        assert is_refused(answer, 422) == SAY("form.unreadable")
        assert ">ดูรูปนี้</textarea>" in answer.get_data(as_text=True)
    assert photos_of(town) == []


def test_too_many_photos_are_refused(town: TownUnderTest, somchai: Person) -> None:
    answer = does(town, "add", photos=[a_picture(green) for green in range(6)])
    assert is_refused(answer, 422) == SAY("form.too_many_photos", limit=5)
    assert files_on_disk(town) == []


def test_a_form_that_is_too_large_is_refused(town: TownUnderTest, somchai: Person) -> None:
    answer = does(town, "add", photos=[bytes(41 * 1024 * 1024)])
    assert is_refused(answer, 413) == SAY("form.too_large")


def test_nothing_is_developed_for_anothers_case(town: TownUnderTest, somchai: Person) -> None:
    signs_in(town, town.resident("malee", "มาลี"))
    assert is_refused(does(town, "add", photos=[a_picture()]), 404) == SAY("refused.not_your_case")
    assert (photos_of(town), files_on_disk(town)) == ([], [])


def test_what_was_chosen_for_a_case_that_has_ended_is_let_go(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    does(town, "withdraw")
    sentence = SAY("feedback.cannot_add", number="70-000001", status=SAY("status.withdrawn"))
    assert is_refused(does(town, "add", photos=[a_picture()]), 409) == sentence
    assert photos_of(town, the_case(town)) == []
    town.clock.passes(hours=25)
    town.engine.tidy()
    town.settles()
    assert (photos_of(town), files_on_disk(town)) == ([], [])
