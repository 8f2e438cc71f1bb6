"""Officers of a case decide what anybody may see of its photos; nobody else does, and until then it is nothing."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageStat
from sqlmodel import select

from content.texts import Texts
from handlers.erasure import erase
from handlers.turn import Moment
from models.officer import Officer
from models.person import find_person
from models.public_photo import public_photos_of
from notifications.photos import drop
from simulator import Person
from tests.handlers.stories import files_on_disk, finishes, photos_of, the_case
from tests.liff_web.photo_page import (
    PLATE,
    boxes,
    by_unsending,
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
IN_PIXELS = (170, 250, 340, 330)  # well within the plate's box in a photo of 640 × 480


@pytest.fixture
def mana(town: TownUnderTest) -> Person:
    return town.officer("mana", "ช่างมานะ")


@pytest.fixture
def somchai(town: TownUnderTest, mana: Person) -> Person:
    return photographs(town)


def smoothness(jpeg: bytes) -> float:
    """How far the pixels of the plate's box are from each other; noise has 50 and more."""
    return ImageStat.Stat(Image.open(BytesIO(jpeg)).convert("L").crop(IN_PIXELS)).stddev[0]


def test_nothing_of_a_photo_is_public_until_an_officer_says_so(town: TownUnderTest, somchai: Person) -> None:
    kept = photo(town)
    assert (kept.public_sha256, kept.public_token) == (None, None)
    for name in (kept.token, kept.sha256, None):
        assert town.web.get(f"/photos/public/{name}.jpg").status_code == 404
    with town.session() as session:
        assert public_photos_of(session, the_case(town).key) == []


def test_what_is_public_shows_the_rest_and_not_what_was_blurred(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    assert posts(town, mana, "publish", PLATE).status_code == 303
    for path in (public_path(town), public_path(town).replace(".jpg", ".small.jpg")):
        answer = town.web.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert b"Exif" not in answer.data
    shown, original = town.web.get(public_path(town)).data, town.web.get(f"/photos/{photo(town).token}.jpg").data
    assert smoothness(original) > 30
    assert smoothness(shown) < 12
    assert len(files_on_disk(town)) == 4


def test_who_made_it_public_and_when_is_kept(town: TownUnderTest, mana: Person, somchai: Person) -> None:
    posts(town, mana, "publish", PLATE)
    kept = photo(town)
    with town.session() as session:
        officer = session.exec(select(Officer)).one()
    assert (kept.made_public_by, kept.made_public_at) == (officer.id, town.clock())
    assert kept.blurred == [list(PLATE)]
    page = reads(town, mana).get(page_of(town)).get_data(as_text=True)
    assert "ช่างมานะ (กองช่าง)" in page
    assert f"public/{kept.public_token}" in page


def test_its_name_tells_nothing_of_the_original(town: TownUnderTest, mana: Person, somchai: Person) -> None:
    posts(town, mana, "publish", PLATE)
    kept = photo(town)
    assert len(str(kept.public_token)) >= 32
    assert kept.public_token != kept.token
    assert town.web.get(f"/photos/{kept.public_token}.jpg").status_code == 404
    assert town.web.get(f"/photos/public/{kept.token}.jpg").status_code == 404
    assert kept.token not in str(town.web.get(public_path(town)).headers)


def test_a_preview_shows_the_blurred_photo_and_keeps_nothing(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    page = posts(town, mana, "preview", PLATE).get_data(as_text=True)
    assert "data:image/jpeg;base64," in page
    assert re.findall(r'name="(\w+)" value="([\d.]+)"', page) == [
        (side, str(value)) for side, value in zip(("left", "top", "width", "height"), PLATE, strict=True)
    ]
    assert photo(town).public_sha256 is None
    assert len(files_on_disk(town)) == 2


def test_the_boxes_of_a_preview_can_be_changed(town: TownUnderTest, mana: Person, somchai: Person) -> None:
    page = posts(town, mana, "change", PLATE).get_data(as_text=True)
    assert re.findall(r'value="([\d.]+)"', page) == [str(value) for value in PLATE]
    assert photo(town).public_sha256 is None


def test_a_photo_without_anything_to_blur_takes_a_button_that_says_so(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    for what in ("publish", "preview", "", "everything"):
        answer = posts(town, mana, what)
        assert answer.status_code == 400
        assert SAY("photos.no_boxes") in answer.get_data(as_text=True)
    assert photo(town).public_sha256 is None
    assert posts(town, mana, "nothing_to_blur").status_code == 303
    assert town.web.get(public_path(town)).data == town.web.get(f"/photos/{photo(town).token}.jpg").data


def test_it_can_be_done_again_from_the_original_and_the_first_version_is_gone(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    posts(town, mana, "publish", (0.0, 0.0, 0.1, 0.1))
    first = public_path(town)
    again = reads(town, mana).get(page_of(town)).get_data(as_text=True)
    assert re.findall(r'value="([\d.]+)"', again) == ["0.0", "0.0", "0.1", "0.1"]
    posts(town, mana, "publish", PLATE)
    assert town.web.get(first).status_code == 404
    assert smoothness(town.web.get(public_path(town)).data) < 12
    assert len(files_on_disk(town)) == 4


def test_what_was_public_can_be_taken_back(town: TownUnderTest, mana: Person, somchai: Person) -> None:
    for what, told in (("publish", [PLATE]), ("nothing_to_blur", [])):
        posts(town, mana, what, *told)
        path = public_path(town)
        assert posts(town, mana, "withhold").status_code == 303
        assert town.web.get(path).status_code == 404
        assert (photo(town).public_sha256, photo(town).made_public_by, photo(town).blurred) == (None, None, None)
        assert len(files_on_disk(town)) == 2
        assert town.web.get(f"/photos/{photo(town).token}.jpg").status_code == 200
    assert posts(town, mana, "withhold").status_code == 303, "once more does no harm"


def test_a_file_that_is_public_is_not_deleted_by_an_errand_of_before(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    posts(town, mana, "publish", PLATE)
    with town.engine.database.begin() as session:
        drop(session, str(photo(town).public_sha256), town.clock())
    town.settles()
    assert town.web.get(public_path(town)).status_code == 200


def test_what_is_public_is_asked_for_anew_each_time_and_sent_once(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    posts(town, mana, "publish", PLATE)
    answer = town.web.get(public_path(town))
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert town.web.get(public_path(town), headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def by_erasure(town: TownUnderTest, somchai: Person) -> None:
    with town.engine.database.begin() as session:
        person = find_person(session, somchai.user_id)
        assert person is not None
        erase(Moment(session, town.engine.office, town.clock()), person)
    town.settles()


@pytest.mark.parametrize("gone", [by_unsending, by_erasure])
@pytest.mark.parametrize("what", ["publish", "nothing_to_blur"])
def test_a_photo_taken_back_is_taken_from_the_public_too(
    town: TownUnderTest, mana: Person, somchai: Person, gone: Callable[[TownUnderTest, Person], None], what: str
) -> None:
    posts(town, mana, what, *([PLATE] if what == "publish" else []))
    path = public_path(town)
    gone(town, somchai)
    assert town.web.get(path).status_code == 404
    assert files_on_disk(town) == []
    assert reads(town, mana).get(page_of(town)).status_code == 404


ODD = [
    ("nan", 0.1, 0.1, 0.1),
    (0.1, "nan", 0.1, 0.1),
    (0.1, 0.1, "nan", 0.1),
    (0.1, 0.1, 0.1, "NaN"),
    (0.1, "inf", 0.1, 0.1),
    (0.1, 0.1, "-inf", 0.1),
    (-0.1, 0.1, 0.3, 0.3),
    (0.1, -0.0001, 0.3, 0.3),
    (0.1, 0.1, 0.0, 0.1),
    (0.1, 0.1, 0.1, -0.1),
    (0.9, 0.1, 0.2, 0.1),
    (0.1, 0.1, 1.5, 0.1),
    (25, 50, 30, 20),
    (0.1, 0.1, "", 0.1),
    ("ซ้าย", 0.1, 0.1, 0.1),
    ("1e999", 0.1, 0.1, 0.1),
    ("<script>", 0.1, 0.1, 0.1),
]


@pytest.mark.parametrize("what", ["publish", "preview", "nothing_to_blur"])
def test_one_odd_box_and_nothing_is_published(town: TownUnderTest, mana: Person, somchai: Person, what: str) -> None:
    web, path = reads(town, mana), page_of(town)
    sentence = SAY("photos.odd_boxes", limit=50)
    told = [boxes(PLATE, odd) for odd in ODD]
    told += [boxes(*[PLATE] * 51), boxes(PLATE) | {"left": ["0.1", "0.1"]}, {"left": ["0.1"]}]
    for odd in told:
        answer = web.post(path, data={"what": what, **odd})
        assert (answer.status_code, sentence in answer.get_data(as_text=True)) == (400, True), odd
    assert photo(town).public_sha256 is None
    assert len(files_on_disk(town)) == 2


def test_fifty_boxes_and_empty_rows_are_taken(town: TownUnderTest, mana: Person, somchai: Person) -> None:
    empty = ("", " ", "", "")
    assert posts(town, mana, "publish", *[PLATE] * 50, empty, empty).status_code == 303
    assert len(photo(town).blurred or []) == 50


def test_a_body_too_large_is_refused(town: TownUnderTest, mana: Person, somchai: Person) -> None:
    answer = reads(town, mana).post(page_of(town), data={"what": "publish", "left": "1" * 40_000})
    assert answer.status_code == 413


def test_public_pages_are_given_the_public_photos_of_a_case_alone(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    group = town.staff_group("กองช่าง", [mana])
    finishes(mana.within(group))
    before, after = photos_of(town, the_case(town))
    reads(town, mana).post(f"/liff/photos/{after.key}/blur", data={"what": "nothing_to_blur"})
    with town.session() as session:
        assert [shown.key for shown in public_photos_of(session, the_case(town).key)] == [after.key]
    listed = town.web.get(list_of(town)).get_data(as_text=True)
    assert [f"photos/{kept.token}.small.jpg" in listed for kept in (before, after)] == [True, True]
    assert (listed.count(SAY("photos.is_public")), listed.count(SAY("photos.not_public"))) == (1, 1)


def test_a_photo_whose_file_is_missing_is_said_to_be_gone(town: TownUnderTest, mana: Person, somchai: Person) -> None:
    for file in (town.folder / "photos").rglob("*.jpg"):
        file.unlink()
    answer = posts(town, mana, "publish", PLATE)
    assert (answer.status_code, SAY("photos.gone") in answer.get_data(as_text=True)) == (404, True)


def test_a_photo_that_cannot_be_made_is_tried_again_with_the_same_boxes(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    town.engine.photos.path(str(photo(town).sha256)).write_bytes(b"an ill disk")
    answer = posts(town, mana, "publish", PLATE)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, SAY("photos.try_again") in page) == (400, True)
    assert re.findall(r'value="([\d.]+)"', page) == [str(value) for value in PLATE]
    assert photo(town).public_sha256 is None


def test_the_page_works_without_a_script(town: TownUnderTest, mana: Person, somchai: Person) -> None:
    page = reads(town, mana).get(page_of(town)).get_data(as_text=True)
    assert page.count("<fieldset") == 3
    assert page.count('type="number"') == 12
    assert 'name="what" value="preview"' in page
    assert " style=" not in page
    assert "<script>" not in page


def test_the_divisions_card_leads_to_the_photos_if_there_are_some(
    town: TownUnderTest, mana: Person, somchai: Person
) -> None:
    group = town.staff_group("กองช่าง", [mana])
    assert SAY("desk.publish_photos") in group.last_heard.labels
    by_unsending(town, somchai)
    somchai.says("แจ้งปัญหา")
    for answer in ("ถนน", "หลุม", "หน้าวัด", "ข้าม", "ยืนยัน"):
        somchai.says(answer)
    assert SAY("desk.publish_photos") not in group.last_heard.labels
