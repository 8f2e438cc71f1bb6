"""A geocoder is asked by an errand, within the border only, and only for words that the town's own list does not know."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from content.towns import load_town
from models.case import BorderSide, PlaceSource
from models.errand import ErrandStatus
from notifications.errands import Desk
from notifications.geocoder import Geocoder
from simulator import Person
from tests.bot.listeners import listening
from tests.handlers.stories import PLACE, ROAD, cases, is_kept, tells, the_case
from tests.liff_web.forms import a_reader, sends
from tests.notifications.owed import errands_of
from tests.towns import TownUnderTest

FIND_PLACE = "complaints.find_place"
FOUND = {
    "lat": "18.6401",
    "lon": "99.0402",
    "display_name": "somewhere",
    "boundingbox": ["18.6391", "18.6411", "99.0392", "99.0412"],
}


class Gazette(HTTPServer):
    """A Nominatim: answers with `found`, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[dict[str, str]] = []
        self.found: Any = [FOUND]
        self.status = 200


class _Asked(BaseHTTPRequestHandler):
    server: Gazette

    def do_GET(self) -> None:
        """One search."""
        query = parse_qs(urlsplit(self.path).query)
        self.server.asked.append({name: values[0] for name, values in query.items()})
        body = json.dumps(self.server.found).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def gazette(town: TownUnderTest) -> Iterator[Gazette]:
    """A geocoder that the town has set."""
    server = Gazette()
    with listening(server):
        town.settings = town.settings.model_copy(update={"geocoder_url": server.url})
        town.starts()
        yield server


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    """A resident."""
    return town.resident("somchai", "สมชาย")


def test_words_that_it_knows_get_their_point(town: TownUnderTest, gazette: Gazette, somchai: Person) -> None:
    tells(somchai)
    somchai.says("ยืนยัน")
    case = the_case(town)
    assert (case.place_source, case.latitude, case.longitude) == (PlaceSource.WORDS, 18.6401, 99.0402)
    assert (case.address, case.border_side) == (PLACE, BorderSide.INSIDE)
    assert case.accuracy_m == pytest.approx(153, abs=2)  # half the diagonal of its box
    (asked,) = gazette.asked
    assert (asked["q"], asked["bounded"]) == (PLACE, "1")
    assert asked["viewbox"] == "99.0165,18.626,99.0655,18.6745"


def test_an_errand_carries_none_of_the_words(town: TownUnderTest, gazette: Gazette, somchai: Person) -> None:
    tells(somchai)
    (errand,) = errands_of(town, FIND_PLACE)
    assert errand.status == ErrandStatus.DONE
    assert "errand" not in is_kept(town, PLACE)


@pytest.mark.parametrize("place", ["ตลาดสดบ้านสวนดอก", "ศาลาอเนกประสงค์"])
def test_it_is_not_asked_for_what_the_towns_list_knows(
    town: TownUnderTest, gazette: Gazette, somchai: Person, place: str
) -> None:
    tells(somchai, place=place)
    assert gazette.asked == []


def test_without_one_nobody_is_asked(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    assert errands_of(town, FIND_PLACE) == []


def test_what_it_does_not_know_stays_words(town: TownUnderTest, gazette: Gazette, somchai: Person) -> None:
    gazette.found = []
    tells(somchai)
    somchai.says("ยืนยัน")
    assert (the_case(town).address, the_case(town).latitude) == (PLACE, None)
    assert len(gazette.asked) == 1


BORDER = load_town("demo").borders.own
OUTSIDE = FOUND | {"lat": "18.7"}
VAGUE = FOUND | {"boundingbox": ["18.60", "18.68", "99.00", "99.08"]}


@pytest.mark.parametrize(
    ("found", "status"),
    [
        ([], 200),
        ([OUTSIDE], 200),
        ([VAGUE], 200),
        ([{"lat": "x"}], 200),
        ("nonsense", 200),
        ([FOUND], 500),
        ([FOUND], 429),
    ],
    ids=["not known", "outside the town", "too vague", "without a point", "nonsense", "out of order", "too busy"],
)
def test_an_answer_that_is_no_good_is_none(found: object, status: int) -> None:
    assert BORDER is not None
    server = Gazette()
    with listening(server):
        geocoder = Geocoder(server.url, BORDER, "a test")
        assert geocoder.find(PLACE) is not None
        server.found, server.status = found, status
        assert geocoder.find(PLACE) is None
    assert geocoder.find(PLACE) is None  # nobody is there any more


def test_a_case_that_was_filed_meanwhile_gets_the_point(town: TownUnderTest, gazette: Gazette, somchai: Person) -> None:
    town.line.after_delivery = town.engine.inbox.take_due  # nothing but events is worked on
    for words in ("แจ้งปัญหา", "ถนน", ROAD, PLACE):
        somchai.says(words)
        town.engine.sender.send_due()
    (errand,) = errands_of(town, FIND_PLACE)
    kind = town.engine.errands._kinds[FIND_PLACE]
    hit = kind.go(town.engine.errands._line, errand.facts)
    for words in ("ข้าม", "ยืนยัน"):
        somchai.says(words)
    assert the_case(town).latitude is None
    with town.engine.database.begin() as session:
        kind.settle(Desk(session, town.engine.office, town.clock()), errand.facts, hit)
    assert (the_case(town).latitude, the_case(town).address) == (18.6401, PLACE)


def test_words_of_a_form_get_their_point_too(town: TownUnderTest, gazette: Gazette) -> None:
    a_reader(town)
    sends(town, place=PLACE)
    sends(town, place="หน้าตลาดสดสวนดอก")
    town.settles()
    first = cases(town)[0]
    assert (first.latitude, first.address) == (18.6401, PLACE)
    assert len(gazette.asked) == 1
    assert "errand" not in is_kept(town, PLACE)


def test_words_taken_back_before_it_is_asked_are_not_told_to_it(
    town: TownUnderTest, gazette: Gazette, somchai: Person
) -> None:
    town.line.after_delivery = town.engine.inbox.take_due
    for words in ("แจ้งปัญหา", "ถนน", ROAD, PLACE):
        somchai.says(words)
    somchai.unsends()
    town.settles()
    assert gazette.asked == []
