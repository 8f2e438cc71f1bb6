"""Photos by their unguessable names: shown while they are stored, and nothing else of the disk ever."""

from io import BytesIO

from PIL import Image
from sqlmodel import col, select

from models.photo import Photo
from tests.towns import TownUnderTest


def _token(town: TownUnderTest) -> str:
    with town.session() as session:
        return session.exec(select(Photo.token).order_by(col(Photo.id).desc())).first() or ""


def test_a_stored_photo_is_shown_to_whoever_has_its_name(town: TownUnderTest) -> None:
    town.resident("somchai", "สมชาย").sends_photo()
    answer = town.web.get(f"/photos/{_token(town)}.jpg")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.data.startswith(b"\xff\xd8\xff")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_photo_that_is_known_already_is_not_sent_again(town: TownUnderTest) -> None:
    town.resident("somchai", "สมชาย").sends_photo()
    path = f"/photos/{_token(town)}.jpg"
    etag = town.web.get(path).headers["ETag"]
    assert town.web.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_photo_that_was_taken_back_is_gone_at_once(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.sends_photo()
    path = f"/photos/{_token(town)}.jpg"
    town.line.after_delivery = town.engine.inbox.take_due  # before its file is deleted
    somchai.unsends()
    assert town.web.get(path).status_code == 404


def test_a_photo_that_has_not_come_yet_is_not_found(town: TownUnderTest) -> None:
    town.line.faults.add("content", status=202)
    town.resident("somchai", "สมชาย").sends_photo()
    assert town.web.get(f"/photos/{_token(town)}.jpg").status_code == 404


def test_a_photo_whose_file_is_missing_is_not_found(town: TownUnderTest) -> None:
    town.resident("somchai", "สมชาย").sends_photo()
    for file in (town.folder / "photos").rglob("*.jpg"):
        file.unlink()
    assert town.web.get(f"/photos/{_token(town)}.jpg").status_code == 404


def test_no_other_name_finds_anything(town: TownUnderTest) -> None:
    town.resident("somchai", "สมชาย").sends_photo()
    tricks = ("..%2f..%2ftown.db", "../town.db", "%2e%2e%2ftown", "%00", "%", "ก", "'%20OR%201=1--", "a" * 5000)
    for name in ("unknown", *tricks):
        for path in (f"/photos/{name}.jpg", f"/photos/public/{name}.jpg", f"/photos/{name}.small.jpg"):
            assert town.web.get(path).status_code == 404, path


def test_lists_get_a_photo_of_fewer_bytes_by_the_same_rules(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.sends_photo()
    whole, small = (f"/photos/{_token(town)}{size}" for size in (".jpg", ".small.jpg"))
    answers = [town.web.get(path) for path in (whole, small)]
    assert [max(Image.open(BytesIO(answer.data)).size) for answer in answers] == [640, 480]
    assert answers[0].headers["ETag"] != answers[1].headers["ETag"]
    assert answers[1].headers["Cache-Control"] == "private, max-age=3600"
    assert town.web.get(small.replace(".small", ".small.small")).status_code == 404
    somchai.unsends()
    assert town.web.get(small).status_code == 404


def test_the_hash_of_a_photo_is_not_its_name(town: TownUnderTest) -> None:
    town.resident("somchai", "สมชาย").sends_photo()
    with town.session() as session:
        sha256 = session.exec(select(Photo.sha256)).one()
    assert town.web.get(f"/photos/{sha256}.jpg").status_code == 404
