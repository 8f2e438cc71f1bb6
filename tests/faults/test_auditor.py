"""The auditor of the power cuts is not blind: books that are tampered with are found out, and only for what was done."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from models.conversation import Conversation
from tests.engines import ENGINES
from tests.faults import auditor
from tests.faults.auditor import Wrong, audit
from tests.faults.books import Books, read_books
from tests.faults.days import Day, Told
from tests.faults.marks import Marks
from tests.towns import TownUnderTest, a_town

LOST, DOUBLED, DISORDER = Wrong.LOST, Wrong.DOUBLED, Wrong.DISORDER
Seen = set[tuple[Callable[[Books], object], Wrong]]


class QuietDay:
    """A day without any fault, and its books, which can be tampered with and are whole again afterwards."""

    def __init__(self, town: TownUnderTest) -> None:
        self.town = town
        town.line.after_delivery = self._a_moment_passes
        officer = town.officer("malee", "มาลี")
        group = town.staff_group("กองช่าง", [officer])
        yesterday = Day(town.line, "yesterday", Random(1))
        yesterday.complaints_are_told()
        yesterday.happens()
        with town.session() as session:
            self.since = Marks.of(session, town.line)
        day = Day(town.line, "today", Random(2))
        day.neighbours_talk()
        day.complaints_are_told()
        day.officer_repairs(officer, group, 1)
        day.happens()
        self.told: Told = day.told

    def _a_moment_passes(self) -> None:
        self.town.settles()
        self.town.clock.passes(seconds=0.01)

    def books(self, *statements: str, tamper: Callable[[Session], None] = lambda session: None) -> Books:
        """The books after these changes, which are then taken back."""
        with self.town.engine.database.engine.connect() as connection, connection.begin() as change:
            session = Session(connection)
            for statement in statements:
                session.connection().execute(text(statement))
            tamper(session)
            session.flush()
            books = read_books(session, self.town.line, self.since, self.told, self.town.clock())
            session.expunge_all()
            change.rollback()
        return books


@pytest.fixture(scope="module", params=ENGINES)
def day(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[QuietDay]:
    """The same day for all tests of an engine."""
    with a_town(tmp_path_factory.mktemp("town"), request.param) as town:
        yield QuietDay(town)


def seen(books: Books) -> Seen:
    """Which invariants find something, and what."""
    return {(invariant, finding.wrong) for invariant in auditor.INVARIANTS for finding in invariant(books)}


def test_an_honest_day_has_no_findings(day: QuietDay) -> None:
    books = day.books()
    assert audit(books) == []
    assert (len(books.ledger), len(books.messages), len(books.cases)) == (27, 31, 3)


# Each of these leaves everything else in order. The newest rows are the officer's and the reporters'.
LAST = "(SELECT max(id) FROM {})"
ONE_CARD = "id = (SELECT max(id) FROM outbox WHERE lane = 'duty')"
ONE_NEWS = "id = (SELECT max(id) FROM outbox WHERE lane = 'status')"
TAMPERINGS: dict[str, tuple[Sequence[str], Seen]] = {
    "an acknowledged event is gone": (
        [f"DELETE FROM webhook_event WHERE id = {LAST.format('webhook_event')}"],
        {(auditor.every_acknowledged_event_is_done, LOST)},
    ),
    "an event has no answer": (
        ["UPDATE outbox SET lane = 'news' WHERE id = (SELECT max(id) FROM outbox WHERE lane = 'answer')"],
        {(auditor.every_event_is_answered_once, LOST)},
    ),
    "a sentence is gone": (
        [f"DELETE FROM case_note WHERE id = {LAST.format('case_note')} OR kind = 'complaint'"],
        {(auditor.all_words_are_kept_once, LOST)},
    ),
    "a sentence is there twice": (
        [
            "INSERT INTO case_note (case_id, kind, person_id, words, written_at) SELECT case_id, kind, person_id, words,"
            " written_at FROM case_note WHERE kind = 'complaint'"
        ],
        {(auditor.all_words_are_kept_once, DOUBLED)},
    ),
    "two cases are one person's": (
        ['UPDATE "case" SET reporter_id = (SELECT max(reporter_id) FROM "case") WHERE id > 2'],
        {
            (auditor.every_complaint_is_filed_and_announced_once, LOST),
            (auditor.every_complaint_is_filed_and_announced_once, DOUBLED),
        },
    ),
    "a card is of another case": (
        ["UPDATE outbox SET case_id = (SELECT min(id) FROM \"case\" WHERE id > 2) WHERE lane = 'duty' AND case_id > 2"],
        {
            (auditor.every_complaint_is_filed_and_announced_once, LOST),
            (auditor.every_complaint_is_filed_and_announced_once, DOUBLED),
        },
    ),
    "news of a step are missing": (
        [f"UPDATE outbox SET lane = 'news' WHERE {ONE_NEWS}"],
        {(auditor.every_step_is_taken_and_told_once, LOST)},
    ),
    "one more follows the case and has heard nothing of its steps": (
        [
            "INSERT INTO follower (case_id, person_id, followed_at) SELECT 1, max(reporter_id), '2026-11-20' FROM \"case\""
        ],
        {(auditor.every_step_is_taken_and_told_once, LOST)},
    ),
    "a step is taken twice": (
        [
            "INSERT INTO case_change (case_id, at, step, from_status, to_status, division) SELECT id, filed_at, "
            "'rated', 'finished', 'closed', division FROM \"case\" WHERE id = 1",
            "UPDATE \"case\" SET status = 'closed' WHERE id = 1",
        ],
        {(auditor.every_step_is_taken_and_told_once, DOUBLED)},
    ),
    "a message is refused": (
        [f"UPDATE outbox SET status = 'refused' WHERE {ONE_CARD}"],
        {(auditor.every_message_is_accepted_once, LOST), (auditor.every_message_is_accepted_once, DOUBLED)},
    ),
    "a message is uncertain that was never called": (
        [f"UPDATE outbox SET status = 'uncertain' WHERE {ONE_CARD}"],
        {(auditor.nothing_is_doubtful_without_a_cause, LOST)},
    ),
    "a message is uncertain on a day when nothing broke": (
        [f"UPDATE outbox SET status = 'uncertain', reply_is_unheard = true WHERE {ONE_CARD}"],
        {(auditor.nothing_is_doubtful_without_a_cause, LOST)},
    ),
    "a person's last event was done first": (
        [
            "UPDATE webhook_event SET done_at = '2001-01-01' WHERE id = (SELECT max(id) FROM webhook_event WHERE "
            "kind = 'message.text')"
        ],
        {(auditor.events_are_done_in_their_order, DISORDER)},
    ),
    "a number is given twice": (
        ["UPDATE case_counter SET last = last - 1"],
        {(auditor.numbers_are_never_reused, Wrong.NUMBERS)},
    ),
    "numbers fall": (
        [
            "UPDATE \"case\" SET number = '70-000009' WHERE id = 1",
            "UPDATE \"case\" SET number = '70-000001' WHERE id = 2",
            "UPDATE \"case\" SET number = '70-000002' WHERE id = 1",
        ],
        {(auditor.numbers_are_never_reused, Wrong.NUMBERS)},
    ),
    "a status has no history": (
        ["UPDATE \"case\" SET status = 'declined' WHERE id = 1"],
        {(auditor.history_tells_how_each_case_came_to_stand_where_it_stands, Wrong.HISTORY)},
    ),
    "an errand waits": (
        [f"UPDATE errand SET status = 'waiting' WHERE id = {LAST.format('errand')}"],
        {(auditor.nothing_waits_for_ever, Wrong.WAITING)},
    ),
    "a timer waits": (
        [f"UPDATE timer SET status = 'set', due_at = '2001-01-01' WHERE id = {LAST.format('timer')}"],
        {(auditor.nothing_waits_for_ever, Wrong.WAITING)},
    ),
    "an event is in quarantine": (
        [f"UPDATE webhook_event SET status = 'quarantined' WHERE id = {LAST.format('webhook_event')}"],
        {(auditor.nothing_waits_for_ever, Wrong.WAITING), (auditor.every_acknowledged_event_is_done, LOST)},
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_the_auditor_sees_exactly_that(day: QuietDay, what: str) -> None:
    statements, wanted = TAMPERINGS[what]
    assert seen(day.books(*statements)) == wanted


def test_the_auditor_sees_that_sentences_have_changed_places(day: QuietDay) -> None:
    def swap(session: Session) -> None:
        for conversation in session.exec(select(Conversation)):
            draft: dict[str, Any] = conversation.draft
            conversation.draft = {**draft, "said": draft.get("said", [])[::-1]}

    assert seen(day.books(tamper=swap)) == {(auditor.all_words_are_kept_once, DISORDER)}


def test_the_auditor_sees_what_line_has_accepted_too_often_or_never(day: QuietDay) -> None:
    books = day.books()
    never, twice = (
        replace(books, accepted=books.accepted[1:]),
        replace(books, accepted=[*books.accepted, *books.accepted]),
    )
    assert seen(never) == {(auditor.every_message_is_accepted_once, LOST)}
    assert seen(twice) == {(auditor.every_message_is_accepted_once, DOUBLED)}


def test_the_auditor_sees_that_answers_were_heard_in_another_order(day: QuietDay) -> None:
    books = day.books()
    assert seen(replace(books, accepted=books.accepted[::-1])) == {(auditor.answers_are_heard_in_their_order, DISORDER)}


def test_the_auditor_sees_a_history_that_jumps_or_has_no_beginning(day: QuietDay) -> None:
    books = day.books()
    history = auditor.history_tells_how_each_case_came_to_stand_where_it_stands
    beheaded = [change for change in books.changes if change.step != "filed"]
    jumping = [change for change in books.changes if change.step != "accepted"]
    assert seen(replace(books, changes=beheaded)) == {(history, Wrong.HISTORY)}
    assert seen(replace(books, changes=jumping)) == {
        (history, Wrong.HISTORY),
        (auditor.every_step_is_taken_and_told_once, LOST),
    }
