"""LINE is asked how the month stands: at the start, once an hour, and until it answers."""

from models.errand import ErrandStatus
from models.outgoing import Lane, SendStatus
from tests.notifications.owed import calls_of, errands_of, owed, row_of
from tests.notifications.test_quota import standing
from tests.towns import TownUnderTest


def test_the_month_is_read_at_the_start(town: TownUnderTest) -> None:
    found = standing(town)
    assert (found.limit, found.used, found.read_at) == (300, 0, town.clock())


def test_an_account_without_a_limit_is_known_as_such(town: TownUnderTest) -> None:
    town.line.sending.quota_limit = None
    town.starts()
    assert standing(town).limit is None


def test_the_hourly_tidy_reads_it_again_and_what_was_held_goes(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.sending.quota_used = 300
    town.starts()
    row_id = owed(town, somchai, "มีเรื่องใหม่", Lane.DUTY)
    town.settles()
    assert (row_of(town, row_id).status, len(calls_of(town, "/message/push"))) == (SendStatus.HELD, 0)
    town.line.sending.quota_used = 100
    town.engine.tidy()
    town.settles()
    assert row_of(town, row_id).status == SendStatus.SENT


def test_a_silent_line_is_asked_once_at_a_time_and_again_until_it_answers(town: TownUnderTest) -> None:
    town.line.faults.add("quota", status=500, times=2)
    before = len(errands_of(town, "quota.read"))
    town.engine.tidy()
    town.settles()
    town.engine.tidy()
    town.settles()
    assert len(errands_of(town, "quota.read")) == before + 1
    town.passes(seconds=2)
    town.passes(seconds=10)
    assert errands_of(town, "quota.read")[-1].status == ErrandStatus.DONE


def test_an_answer_that_the_client_can_not_read_is_asked_for_again(town: TownUnderTest) -> None:
    town.line.sending.quota_used = None  # type: ignore[assignment]  # as LINE has never said it yet
    town.engine.tidy()
    town.settles()
    errand = errands_of(town, "quota.read")[-1]
    assert (errand.status, errand.error, errand.leased_until) == (ErrandStatus.WAITING, "LineUnavailable", None)
    town.line.sending.quota_used = 5
    town.passes(seconds=2)
    assert (errands_of(town, "quota.read")[-1].status, standing(town).used) == (ErrandStatus.DONE, 5)
