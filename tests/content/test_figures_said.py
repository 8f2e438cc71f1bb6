"""How figures are said: nothing looks better than it is, and what changed most is told first."""

import pytest

from content.figures import changes, headlines, hours_in_words, in_words, period_name
from content.figures.numbers import TABLES, WITHIN
from content.texts import LANGUAGES, Texts
from models.figures import Tally, together
from models.period import Period

TH = Texts("th")
BEFORE = Tally(due=20, kept=14, done=20, median_h=30, rated=10, stars=40, ever_done=20, reopened=2)


def after(**different: float) -> Tally:
    """The same, but for this."""
    return BEFORE.model_copy(update=different)


def test_almost_the_target_is_not_the_target() -> None:
    almost = Tally(taken=1000, done=796, due=1000, kept=799)
    _, done, within, _, _ = headlines(TH, almost)
    assert (done.number, done.is_reached) == ("79%", False)
    assert (within.number, within.is_reached) == ("79%", False)
    assert in_words(TH, WITHIN, almost) == "79%"
    assert headlines(TH, Tally(taken=5, done=4))[1].is_reached is True


def test_four_of_five_stars_are_four_fifths() -> None:
    assert headlines(TH, Tally(rated=2, stars=8))[3].is_reached is True
    assert headlines(TH, Tally(rated=3, stars=11))[3].is_reached is False


def test_of_nothing_no_target_is_missed() -> None:
    assert [headline.is_reached for headline in headlines(TH, Tally())] == [None] * 5


def test_what_changed_most_is_said_in_both_directions() -> None:
    better, worse = changes(TH, after(kept=18, median_h=33), BEFORE)
    assert better == "ทำทันตามสัญญา 90% จากเดิม 70%"
    assert worse == "ใช้เวลาทำเสร็จนานขึ้น เวลากลาง 33 ชม. จากเดิม 30 ชม."
    better, worse = changes(TH, after(stars=50, reopened=6), BEFORE)
    assert better == "ผู้แจ้งให้คะแนนสูงขึ้นเป็น 5.0 จากเดิม 4.0"
    assert worse == "เรื่องที่แจ้งว่ายังไม่เรียบร้อยเพิ่มเป็น 30% จากเดิม 10%"


@pytest.mark.parametrize("now", [BEFORE, Tally(), after(median_h=30.3), after(due=4, kept=0)])
def test_what_hardly_changed_or_is_of_a_few_cases_alone_is_no_news(now: Tally) -> None:
    assert changes(TH, now, BEFORE) == ("ไม่มีตัวเลขใดดีขึ้นอย่างชัดเจน", "ไม่มีตัวเลขใดแย่ลงอย่างชัดเจน")


@pytest.mark.parametrize(("hours", "said"), [(0.5, "30 นาที"), (31.4, "31 ชม."), (47.9, "48 ชม."), (60, "2.5 วัน")])
def test_how_long_it_took_is_said_as_people_say_it(hours: float, said: str) -> None:
    assert hours_in_words(TH, hours) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_heading_in_every_language(language: str) -> None:
    say = Texts(language)
    assert [c.name for columns in TABLES.values() for c in columns if not say.has(f"figures.col_{c.name}")] == []
    printed = {*TABLES["printed"], *TABLES["closures"]}
    assert [column.name for column in printed if not say.has(f"report.col_{column.name}")] == []


def test_periods_are_called_by_the_readers_calendar() -> None:
    assert period_name(TH, Period.month(2569, 11)) == "พฤศจิกายน 2569"
    assert period_name(Texts("en"), Period.month(2569, 11)) == "November 2026"
    assert period_name(TH, Period.fiscal_year(2570)) == "ปีงบประมาณ 2570"
    assert period_name(Texts("en"), Period.fiscal_year(2570)) == "Fiscal year 2027"


def test_groups_together_have_their_sums_and_no_time_that_nobody_knows() -> None:
    both = together([Tally(taken=2, done=1, median_h=5, p90_h=9), Tally(taken=3, stars=4, rated=1)])
    assert both == Tally(taken=5, done=1, stars=4, rated=1)
