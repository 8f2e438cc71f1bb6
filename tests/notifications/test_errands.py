"""Errands run one at a time, are tried again by their ladder, and never take each other along."""

from datetime import timedelta

import pytest

from models.errand import Errand, ErrandStatus, send_on_errand
from models.known_fact import OWN_USER_ID, KnownFact, fact
from models.lease import LEASE
from models.photo import PhotoStatus
from notifications import account, people, photos
from notifications.errands import CRASHES_ALLOWED
from tests.notifications.owed import calls_of, errands_of, words_to
from tests.notifications.test_photos import LADDER, UNREADABLE, _photos
from tests.towns import TownUnderTest


def test_an_errand_that_stumbles_does_not_take_its_neighbours_along(
    town: TownUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    somchai = town.resident("somchai", "สมชาย")
    with town.engine.database.begin() as session:
        send_on_errand(session, people.LOOK_UP, {"without": "its facts"}, town.clock())
    somchai.sends_photo()
    assert _photos(town)[0].status == PhotoStatus.STORED
    assert any(record.message == "an errand stumbled" for record in caplog.records)


def test_an_errand_that_ends_its_taker_each_time_is_given_up_and_its_owner_told(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = town.engine.inbox.take_due
    somchai.sends_photo()
    with town.engine.database.begin() as session:
        errand = session.get_one(Errand, errands_of(town, photos.FETCH)[0].id)
        errand.attempts = len(LADDER) + 1 + CRASHES_ALLOWED  # counted, and nobody came back to say how it went
        errand.leased_until = town.clock() + LEASE
    town.passes(seconds=LEASE.total_seconds())

    assert errands_of(town, photos.FETCH)[0].status == ErrandStatus.GIVEN_UP
    assert calls_of(town, "/content")[-1].method == "POST"  # the rich menu's picture, never the photo
    assert any(UNREADABLE in words for words in words_to(town, somchai))


def test_the_accounts_own_id_is_asked_for_until_line_answers(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        session.delete(session.get_one(KnownFact, OWN_USER_ID))
    town.line.faults.add("info", status=500)
    town.starts()
    for _ in range(20):
        town.passes(minutes=1)
    assert errands_of(town, account.LEARN_OWN_ID)[-1].attempts > 20
    town.line.faults.clear()
    town.passes(minutes=1)
    with town.session() as session:
        assert fact(session, OWN_USER_ID) == town.line.bot_user_id


def test_an_errand_has_the_wait_of_its_ladder_after_each_failure(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("content", status=500)
    somchai.sends_photo()
    for wait in LADDER:
        errand = errands_of(town, photos.FETCH)[0]
        assert errand.due_at - town.clock() == timedelta(seconds=wait)
        town.passes(seconds=wait)
