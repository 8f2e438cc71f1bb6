"""Two matters in one text: the second is found with its own words, and a single matter is left alone."""

from content.catalogue import load_catalogue
from tests.content.told import all_told

CATALOGUE = load_catalogue()


def test_the_second_matter_is_found_with_the_words_that_tell_it() -> None:
    matter = CATALOGUE.second_matter("ถนนเป็นหลุมลึก และฝาท่อก็หายด้วย", "road")
    assert matter is not None
    assert (matter.code, matter.words) == ("drain", "ฝาท่อก็หายด้วย")


def test_a_new_line_begins_another_matter() -> None:
    matter = CATALOGUE.second_matter("ขยะล้นถัง\nไฟถนนดับ", "garbage")
    assert matter is not None
    assert (matter.code, matter.words) == ("street_light", "ไฟถนนดับ")


def test_more_about_the_same_matter_is_no_second_one() -> None:
    assert CATALOGUE.second_matter("ถนนเป็นหลุมลึก และถนนแตกร้าว", "road") is None


def test_what_is_only_hinted_at_is_no_second_matter() -> None:
    assert CATALOGUE.second_matter("ถนนเป็นหลุมลึก และมีฝนตก", "road") is None


def test_where_the_reporter_chose_another_type_than_the_words_say_there_is_one_matter() -> None:
    assert CATALOGUE.second_matter("ถนนเป็นหลุมลึก", "hazard") is None


def test_most_second_matters_are_found_and_hardly_any_invented() -> None:
    found = {told: CATALOGUE.second_matter(told.words, told.code) for told in all_told()}
    two = [told for told in found if told.second]
    right = [told for told in two if (matter := found[told]) is not None and matter.code == told.second]
    invented = [told for told, matter in found.items() if matter is not None and not told.second]
    print(f"second matters: found {len(right)} of {len(two)}, invented {len(invented)} in {len(found) - len(two)}")
    assert len(right) >= 0.75 * len(two)
    assert len(invented) <= 0.02 * (len(found) - len(two))
