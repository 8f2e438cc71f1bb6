"""Which stickers are printed: of the poles that stand there, or of numbers that no pole has."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from handlers.stickers import Wanted, blank_codes, circuits, codes_of
from handlers.turn import Declined
from models.asset import Asset, AssetState
from tests.handlers.poles import a_pole
from tests.towns import TownUnderTest


def codes(town: TownUnderTest, wanted: Wanted) -> list[str]:
    """The codes that are wanted."""
    with town.session() as session:
        return codes_of(session, town.engine.office, wanted)


def blanks(town: TownUnderTest, prefix: str, first: int, count: int) -> list[str]:
    """A blank series."""
    with town.session() as session:
        return blank_codes(session, prefix, first, count)


def refused(town: TownUnderTest, wanted: Wanted) -> Declined:
    """Why it is refused."""
    with pytest.raises(Declined) as refusal:
        codes(town, wanted)
    return refusal.value


@pytest.mark.parametrize("told", ["3", "m3", " 3 "])
def test_a_village_is_named_by_its_number_or_its_code(town: TownUnderTest, told: str) -> None:
    for code, village in (("A-10", "m3"), ("A-2", "m3"), ("A-3", "m2"), ("A-4", None)):
        a_pole(town, code, village=village)
    assert codes(town, Wanted(village=told)) == ["A-2", "A-10"], "in the order in which people count"


def test_a_village_that_is_not_listed_is_named_in_the_refusal(town: TownUnderTest) -> None:
    refusal = refused(town, Wanted(village="99"))
    assert (refusal.key, refusal.blanks) == ("stickers.no_village", {"village": "99"})


def test_poles_are_chosen_by_circuit_and_by_both(town: TownUnderTest) -> None:
    for code, village, circuit in (
        ("A-1", "m3", "C-7"),
        ("A-2", "m2", "C-7"),
        ("A-3", "m3", "C-8"),
        ("A-4", "m3", None),
    ):
        a_pole(town, code, village=village, circuit=circuit)
    assert codes(town, Wanted(circuit="C-7")) == ["A-1", "A-2"]
    assert codes(town, Wanted(village="3", circuit="C-7")) == ["A-1"]
    with town.session() as session:
        assert circuits(session) == ["C-7", "C-8"]


def test_a_pole_that_was_removed_gets_no_sticker(town: TownUnderTest) -> None:
    a_pole(town, "A-1", circuit="C-7")
    a_pole(town, "A-2", circuit="C-7", state=AssetState.REMOVED)
    assert codes(town, Wanted()) == ["A-1"]
    assert refused(town, Wanted(codes=("A-1", "A-2"))).blanks == {"codes": "A-2"}


def test_codes_are_taken_as_people_write_them_and_the_unknown_are_named(town: TownUnderTest) -> None:
    for code in ("A-0001", "A-0002", "A-0003"):
        a_pole(town, code)
    assert codes(town, Wanted(codes=("a 0002", "A-๐๐๐๑", "A/0002"))) == ["A-0001", "A-0002"]
    assert refused(town, Wanted(codes=("A-0001", "B 1", "B2"))).blanks == {"codes": "B-1, B2"}
    assert refused(town, Wanted(codes=("!",))).blanks == {"codes": "!"}


def test_those_that_changed_since_a_day_are_chosen(town: TownUnderTest) -> None:
    a_pole(town, "A-1")
    town.passes(hours=30)
    a_pole(town, "A-2")
    assert codes(town, Wanted(changed_since=town.clock() - timedelta(hours=1))) == ["A-2"]


def test_a_blank_series_leaves_out_numbers_that_a_pole_has_or_had(town: TownUnderTest) -> None:
    a_pole(town, "A-0002")
    a_pole(town, "A-0004", state=AssetState.REMOVED)
    a_pole(town, "B-0003")
    assert blanks(town, "a", 1, 4) == ["A-0001", "A-0003", "A-0005", "A-0006"]
    assert blanks(town, "", 7, 2) == ["0007", "0008"]


def test_a_long_blank_series_has_as_many_as_were_asked_for_and_each_once(town: TownUnderTest) -> None:
    for number in range(490, 510):
        a_pole(town, f"P-{number:04}")
    found = blanks(town, "P-", 1, 1200)
    assert (len(found), len(set(found)), found[-1]) == (1200, 1200, "P-1220")
    with town.session() as session:
        assert not session.exec(select(Asset).where(col(Asset.code).in_(found))).all()


@pytest.mark.parametrize(
    ("prefix", "first", "count", "key"),
    [("A", 1, 0, "odd_series"), ("A", 1, 10_001, "odd_series"), ("A", -1, 1, "odd_series"), ("A!", 1, 1, "odd_prefix")],
)
def test_an_odd_series_is_refused(town: TownUnderTest, prefix: str, first: int, count: int, key: str) -> None:
    with pytest.raises(Declined) as refusal:
        blanks(town, prefix, first, count)
    assert refusal.value.key == f"stickers.{key}"
