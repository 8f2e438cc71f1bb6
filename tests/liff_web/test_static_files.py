"""Scripts, styles and fonts: small on the way, kept for ever under a name that changes with their content."""

import gzip
import re

from tests.handlers.stories import photos_of
from tests.liff_web.forms import a_reader
from tests.towns import TownUnderTest


def test_pages_and_files_are_compressed_for_whoever_can_read_that(town: TownUnderTest) -> None:
    a_reader(town)
    plain, small = (town.web.get("/liff/complaint", headers={"Accept-Encoding": how}) for how in ("identity", "gzip"))
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < len(plain.data) / 3
    assert b"<form" in gzip.decompress(small.data)


def test_photos_are_not_compressed_again(town: TownUnderTest) -> None:
    somchai = a_reader(town)
    somchai.sends_photo()
    (photo,) = photos_of(town)
    answer = town.web.get(f"/photos/{photo.token}.jpg", headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, "Content-Encoding" in answer.headers) == (200, False)


def test_a_file_named_with_its_content_is_kept_for_ever_and_any_other_is_asked_for_again(town: TownUnderTest) -> None:
    page = town.web.get("/liff/").get_data(as_text=True)
    (named,) = re.findall(r"static/dist/page[.]css[?]v=[0-9a-f]{10}", page)
    assert "immutable" in town.web.get(f"/{named}").headers["Cache-Control"]
    assert "immutable" not in town.web.get("/static/dist/page.css").headers["Cache-Control"]
    assert "immutable" not in town.web.get("/static/dist/nothing.css?v=1").headers["Cache-Control"]
