"""The way to the desk from the chat: typed by officers, shown to whoever has just enrolled, explained to everybody else."""

import json

import pytest

from models.officer import Role
from simulator import Group, Person
from tests.handlers.stories import tells
from tests.towns import TownUnderTest


def links(person: Person) -> list[str]:
    """The addresses of our pages that the newest message leads to."""
    told = json.dumps(person.last_heard.raw, ensure_ascii=False)
    return [part.partition('"')[0] for part in told.split("https://liff.line.me/1234567890-AbcdEfgh/")[1:]]


@pytest.mark.parametrize("words", ["โต๊ะงาน", "งานของฉัน", "โต๊ะงานค่ะ", "desk", "Desk"])
def test_an_officer_who_asks_for_the_desk_is_led_to_it(town: TownUnderTest, mana: Person, words: str) -> None:
    mana.says(words)
    assert links(mana) == ["desk", "desk/today"]


@pytest.mark.parametrize("role", list(Role))
def test_whoever_has_enrolled_is_shown_the_way(town: TownUnderTest, role: Role) -> None:
    assert links(town.enrols("new", "คนใหม่", "public_works", role)) == ["desk", "desk/today"]


def test_a_resident_who_asks_for_the_desk_is_told_whose_it_is(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("โต๊ะงาน")
    assert "เจ้าหน้าที่ที่ลงทะเบียนแล้ว" in somchai.last_heard.text
    assert links(somchai) == []


def test_what_a_resident_was_telling_is_still_there(town: TownUnderTest, group: Group) -> None:
    somchai = town.resident("somchai", "สมชาย")
    tells(somchai)
    somchai.says("desk")
    somchai.taps("ยืนยัน ส่งเรื่อง")
    assert "70-000001" in somchai.last_heard.text


def test_in_a_group_nobody_is_answered_for_a_word_of_their_talk(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    before = len(group.heard)
    mana.within(group).says("โต๊ะงาน")
    assert len(group.heard) == before
