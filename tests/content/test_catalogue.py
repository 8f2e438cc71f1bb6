"""The catalogue is whole: codes that rows hold stay, and a slip in the data stops the start."""

import pytest
from pydantic import ValidationError

from content.catalogue import Catalogue, Promise, load_catalogue
from content.suggesting import as_listed

CATALOGUE = load_catalogue()
# Cases hold them: they are never renamed.
FIRST_CODES = {
    "road",
    "street_light",
    "drain",
    "flood",
    "water_supply",
    "garbage",
    "smoke_smell",
    "noise",
    "stray_animal",
    "tree",
    "other",
}


def test_the_codes_that_cases_hold_are_all_there() -> None:
    assert set(CATALOGUE.by_code) >= FIRST_CODES
    assert len(CATALOGUE.offered) >= 30
    assert len(CATALOGUE.by_code) == len(CATALOGUE.complaints)


def test_each_type_has_its_own_names_words_and_question() -> None:
    told = [kind for kind in CATALOGUE.offered if not kind.is_fallback]
    assert [kind.code for kind in told if len(kind.words) < 20 or not kind.hints or kind.ask is None] == []
    assert len(CATALOGUE.code_by_name) >= 3 * len(CATALOGUE.offered)


def test_misconduct_is_confidential_and_what_belongs_to_others_says_whose() -> None:
    assert [kind.code for kind in CATALOGUE.offered if kind.is_confidential] == ["misconduct"]
    phones = {kind.elsewhere.phone for kind in CATALOGUE.offered if kind.elsewhere}
    assert phones >= {"1129", "1662", "1586", "191"}


def test_no_word_is_listed_twice_for_a_type() -> None:
    for kind in CATALOGUE.offered:
        listed = [as_listed(word) for word in (*kind.words, *kind.hints)]
        assert sorted({word for word in listed if listed.count(word) > 1}) == [], kind.code


def test_a_confidential_type_is_alike_to_nothing() -> None:
    road = CATALOGUE.by_code["road"].model_dump()
    with pytest.raises(ValidationError, match="shown to nobody else"):
        Catalogue.model_validate({"complaints": [{**road, "is_confidential": True}]})


def test_what_no_place_tells_apart_is_never_alike() -> None:
    never = {kind.code for kind in CATALOGUE.offered if kind.alike == "never"}
    assert never >= {"misconduct", "crime", "homeless", "suggestion", "question", CATALOGUE.fallback.code}
    assert not never & {"road", "street_light", "flood", "noise", "stray_animal"}


@pytest.mark.parametrize("promise", [{}, {"hours": 4, "working_days": 1}, {"hours": 0}])
def test_a_promise_is_either_hours_or_working_days(promise: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Promise.model_validate(promise)


def test_a_misspelt_field_is_refused() -> None:
    road = CATALOGUE.by_code["road"].model_dump()
    with pytest.raises(ValidationError, match="wrods"):
        Catalogue.model_validate({"complaints": [{**road, "wrods": []}]})
