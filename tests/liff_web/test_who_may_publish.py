"""Who may publish a photo: officers of its case and nobody else, from the moment that they are none."""

from collections.abc import Callable

import pytest
from sqlmodel import update

from content.texts import Texts
from handlers.publishing import publish
from handlers.turn import Moment
from models.case import Case
from models.officer import Role
from models.person import find_person
from models.public_photo import Box, public_photos_of
from notifications.public_photos import make_public_version
from simulator import Person
from tests.handlers.stories import the_case
from tests.liff_web.photo_page import (
    PLATE,
    boxes,
    by_unsending,
    ends_role,
    list_of,
    page_of,
    photo,
    photographs,
    posts,
    public_path,
    reads,
)
from tests.towns import TownUnderTest

SAY = Texts("th")


@pytest.fixture
def mana(town: TownUnderTest) -> Person:
    return town.officer("mana", "ช่างมานะ")


@pytest.fixture
def somchai(town: TownUnderTest, mana: Person) -> Person:
    return photographs(town)


def former(town: TownUnderTest) -> Person:
    mali = town.officer("mali", "มะลิ")
    ends_role(town, mali)
    return mali


WHO_MAY_NOT: dict[str, tuple[Callable[[TownUnderTest], Person], str]] = {
    "another division's officer": (lambda town: town.officer("nurse", "พี่แดง", "public_health"), "not_your_division"),
    "another division's head": (lambda t: t.officer("boss", "ผอ.", "finance", Role.HEAD), "not_your_division"),
    "the reporter": (lambda town: town.line.person("somchai"), "not_an_officer"),
    "a resident": (lambda town: town.resident("malee", "มาลี"), "not_an_officer"),
    "an officer of yesterday": (former, "not_an_officer"),
    "an executive": (lambda town: town.officer("mayor", "นายก", role=Role.EXECUTIVE), "reads_only"),
}


@pytest.mark.parametrize("who", WHO_MAY_NOT)
def test_nobody_else_decides_or_sees_the_page(town: TownUnderTest, mana: Person, somchai: Person, who: str) -> None:
    posts(town, mana, "publish", PLATE)
    before = photo(town)
    make, why = WHO_MAY_NOT[who]
    web = reads(town, make(town))
    answers = [web.get(page_of(town)), web.get(list_of(town))]
    answers += [
        web.post(page_of(town), data={"what": what, **boxes(PLATE)})
        for what in ("publish", "preview", "withhold", "change", "nothing_to_blur")
    ]
    for answer in answers:
        assert answer.status_code == 404
        page = answer.get_data(as_text=True)
        assert SAY(f"refused.{why}") in page
        assert before.token not in page
        assert the_case(town).number not in page
    assert photo(town).model_dump() == before.model_dump()


def test_a_photo_that_does_not_exist_is_answered_as_one_of_another_division(town: TownUnderTest, mana: Person) -> None:
    web = reads(town, mana)
    for path in ("/liff/photos/999999999/blur", "/liff/cases/999999999/photos"):
        answer = web.get(path)
        assert (answer.status_code, SAY("refused.not_your_division") in answer.get_data(as_text=True)) == (404, True)
    for odd in ("9999999999999999999999", "-1", "x", "%00"):
        assert web.get(f"/liff/photos/{odd}/blur").status_code == 404
    assert web.post("/liff/photos/7/blur", data={"what": "nothing_to_blur"}).status_code == 404


def test_whoever_has_no_session_gets_a_shell_and_posts_nothing(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    town.web.delete_cookie("session")
    for path in (page_of(town), list_of(town)):
        page = town.web.get(path).get_data(as_text=True)
        assert "data-session-wait" in page
        assert photo(town).token not in page
    answer = town.web.post(page_of(town), data={"what": "nothing_to_blur"})
    assert (answer.status_code, answer.headers["Location"]) == (303, page_of(town))
    assert photo(town).public_sha256 is None


def test_another_sites_form_publishes_nothing(town: TownUnderTest, mana: Person, somchai: Person) -> None:
    web = reads(town, mana)
    stranger = {"Sec-Fetch-Site": "cross-site", "Origin": "https://stranger.example"}
    answer = web.post(page_of(town), data={"what": "nothing_to_blur"}, headers=stranger)
    assert answer.status_code == 403
    assert photo(town).public_sha256 is None


def makes_confidential(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        session.exec(update(Case).values(is_confidential=True))


@pytest.mark.parametrize("role", [Role.HEAD, Role.ADMIN])
def test_nothing_of_a_confidential_case_becomes_public(
    town: TownUnderTest, mana: Person, somchai: Person, role: Role
) -> None:
    makes_confidential(town)
    head = town.officer("head", "ผอ.ช่าง", role=role)
    for answer in (posts(town, head, "nothing_to_blur"), town.web.get(page_of(town)), town.web.get(list_of(town))):
        assert answer.status_code == 404
        assert SAY("photos.confidential") in answer.get_data(as_text=True)
    answer = posts(town, mana, "nothing_to_blur")
    assert SAY("refused.not_your_division") in answer.get_data(as_text=True)
    assert photo(town).public_sha256 is None


def test_even_what_the_table_calls_public_is_not_if_its_case_is_confidential(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    posts(town, mana, "publish", PLATE)
    makes_confidential(town)
    assert town.web.get(public_path(town)).status_code == 404
    with town.session() as session:
        assert public_photos_of(session, the_case(town).key) == []


@pytest.mark.parametrize("who", ["taken back by its sender", "no officer any more"])
def test_what_ceased_to_be_ours_while_it_was_blurred_is_not_published(
    town: TownUnderTest, mana: Person, somchai: Person, who: str
) -> None:
    kept, store = photo(town), town.engine.photos
    version = make_public_version(store, str(kept.sha256), [Box(*PLATE)])
    by_unsending(town, somchai) if who == "taken back by its sender" else ends_role(town, mana)
    with town.engine.database.begin() as session:
        officer = find_person(session, mana.user_id)
        assert officer is not None
        publish(Moment(session, town.engine.office, town.clock()), officer, kept.key, version)
    town.settles()
    assert photo(town).public_sha256 is None
    assert not store.has(version.sha256)
