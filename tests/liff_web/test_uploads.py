"""Photos from a page: developed at once, kept for a case of their sender's, and let go if none comes."""

import io
import re
from uuid import uuid4

from PIL import Image
from sqlmodel import select

from models.photo import Photo, PhotoStatus
from tests.handlers.stories import files_on_disk, the_case
from tests.liff_web.forms import a_picture, a_reader, opens, sends, uploaded, uploads
from tests.towns import TownUnderTest


def photos(town: TownUnderTest) -> list[Photo]:
    with town.session() as session:
        return list(session.exec(select(Photo)))


def test_a_photo_is_kept_under_the_pages_own_name(town: TownUnderTest) -> None:
    a_reader(town)
    key = str(uuid4())
    answer = uploads(town, key=key)
    assert (answer.status_code, answer.get_json()) == (201, {"key": key, "taken_at": None})
    (photo,) = photos(town)
    assert (photo.upload_key, photo.status, photo.width, photo.height) == (key, PhotoStatus.STORED, 64, 48)
    assert town.web.get(f"/photos/{photo.token}.jpg").status_code == 200


def test_the_same_one_sent_again_is_the_same_photo(town: TownUnderTest) -> None:
    a_reader(town)
    key = str(uuid4())
    assert [uploads(town, key=key).status_code for _ in range(2)] == [201, 201]
    assert len(photos(town)) == 1


def test_where_it_was_taken_is_told_to_its_sender_and_kept_nowhere(town: TownUnderTest) -> None:
    a_reader(town)
    taken_at = uploads(town, a_picture(taken_there=True)).get_json()["taken_at"]
    assert [round(degrees, 5) for degrees in taken_at] == [18.64575, 99.03675]
    (name,) = [name for name in files_on_disk(town) if "small" not in name]
    kept = next((town.folder / "photos").rglob(name))
    assert dict(Image.open(kept).getexif()) == {}


def test_what_is_no_picture_is_refused_with_a_sentence_and_nothing_else_is_lost(town: TownUnderTest) -> None:
    a_reader(town)
    good = uploaded(town)
    for content in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", a_picture()[:200]):
        answer = uploads(town, content)
        assert answer.status_code == 422, content[:9]
        assert "เปิดไม่ได้" in answer.get_json()["sentence"]
    assert sends(town, photo=good).status_code == 303


def test_it_can_be_sent_again_under_the_same_name_when_it_was_no_picture(town: TownUnderTest) -> None:
    a_reader(town)
    key = str(uuid4())
    assert [uploads(town, content, key).status_code for content in (b"no", a_picture())] == [422, 201]


def test_a_removed_photo_goes_with_its_file(town: TownUnderTest) -> None:
    a_reader(town)
    key = uploaded(town)
    assert town.web.post("/liff/photos/remove", data={"key": key}).status_code == 200
    town.settles()
    assert files_on_disk(town) == []
    assert sends(town, photo=key).status_code == 422


def test_what_is_with_a_case_is_not_removed(town: TownUnderTest) -> None:
    a_reader(town)
    key = uploaded(town)
    sends(town, photo=key)
    town.web.post("/liff/photos/remove", data={"key": key})
    town.settles()
    assert len(files_on_disk(town)) == 2


def test_nobody_removes_or_files_anothers_photo(town: TownUnderTest) -> None:
    somchai = a_reader(town)
    key = uploaded(town)
    a_reader(town, "malee", "มาลี")
    town.web.post("/liff/photos/remove", data={"key": key})
    assert sends(town, photo=key).status_code == 422
    opens(town, somchai)
    assert sends(town, photo=key).status_code == 303


def test_two_people_may_call_theirs_alike(town: TownUnderTest) -> None:
    key = str(uuid4())
    a_reader(town)
    assert uploads(town, key=key).status_code == 201
    a_reader(town, "malee", "มาลี")
    assert uploads(town, a_picture(120), key).status_code == 201
    assert len({photo.person_id for photo in photos(town)}) == 2


def test_a_photo_without_a_case_is_let_go_after_a_day_and_one_with_a_case_stays(town: TownUnderTest) -> None:
    a_reader(town)
    sends(town, photo=uploaded(town))
    uploaded(town, a_picture(120))
    town.passes(hours=23)
    town.engine.tidy()
    town.settles()
    assert len(files_on_disk(town)) == 4
    town.passes(hours=2)
    town.engine.tidy()
    town.settles()
    assert len(files_on_disk(town)) == 2
    with town.session() as session:
        kept = session.exec(select(Photo).where(Photo.status == PhotoStatus.STORED)).one()
    assert kept.case_id == the_case(town).id


def test_one_that_was_let_go_is_there_again_when_its_page_sends_it_again(town: TownUnderTest) -> None:
    a_reader(town)
    key = uploaded(town)
    town.passes(hours=25)
    town.engine.tidy()
    town.settles()
    assert uploads(town, key=key).status_code == 201
    assert sends(town, photo=key).status_code == 303


def test_thirty_an_hour_are_enough_for_anybody(town: TownUnderTest) -> None:
    a_reader(town)
    uploaded(town)
    with town.engine.database.begin() as session:
        first = session.exec(select(Photo)).one()
        for _ in range(29):
            session.add(Photo(person_id=first.person_id, upload_key=str(uuid4()), received_at=first.received_at))
    answer = uploads(town, a_picture(120))
    assert answer.status_code == 429
    assert re.search(r"30 รูป.*053-000-111", answer.get_json()["sentence"])
    assert sends(town).status_code == 303, "without a photo it goes"
    town.passes(minutes=61)
    assert uploads(town, a_picture(120)).status_code == 201


def test_without_a_session_nothing_is_taken(town: TownUnderTest) -> None:
    assert uploads(town).status_code == 401
    assert town.web.post("/liff/photos/remove", data={"key": str(uuid4())}).status_code == 401
    assert files_on_disk(town) == []


def test_what_has_no_name_or_no_photo_is_refused(town: TownUnderTest) -> None:
    a_reader(town)
    photo = (io.BytesIO(a_picture()), "photo.jpg")
    assert uploads(town, key="../../etc").status_code == 400
    assert town.web.post("/liff/photos", data={"photo": photo}).status_code == 400
    assert town.web.post("/liff/photos", data={"key": str(uuid4())}).status_code == 400
    assert town.web.post("/liff/photos/remove", data={}).status_code == 400


def test_a_photo_larger_than_any_telephone_takes_is_refused_unread(town: TownUnderTest) -> None:
    a_reader(town)
    assert uploads(town, b"\xff\xd8" + b"0" * 13_000_000).status_code == 413
