"""The invariants that no power cut may break, one function each; `audit` asks them all."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Any

from models.case import Case
from models.case_change import ALLOWED_NEXT, CaseChange, Step
from models.outgoing import Lane, Outgoing, SendStatus
from models.webhook_event import EventStatus
from tests.faults.books import Books, Json


class Wrong(StrEnum):
    """What is wrong, as the table of a long run counts it."""

    LOST = "lost"
    DOUBLED = "doubled"
    DISORDER = "out of order"
    NUMBERS = "numbers"
    HISTORY = "history"
    WAITING = "waiting for ever"


@dataclass(frozen=True)
class Finding:
    """One breach: its kind, and ids enough to find it."""

    wrong: Wrong
    what: str


Findings = Iterator[Finding]


def audit(books: Books) -> list[Finding]:
    """Everything that is wrong."""
    return [finding for invariant in INVARIANTS for finding in invariant(books)]


def _compared(what: str, wanted: Counter[Any], found: Counter[Any]) -> Findings:
    """Each thing as often as wanted."""
    for name in sorted({*wanted, *found}, key=str):
        if found[name] != wanted[name]:
            wrong = Wrong.LOST if found[name] < wanted[name] else Wrong.DOUBLED
            yield Finding(wrong, f"{what} of {name}: {found[name]} instead of {wanted[name]}")


def every_acknowledged_event_is_done(books: Books) -> Findings:
    """What LINE was told 200 for is kept, and done."""
    done = {event.event_id for event in books.events if event.status == EventStatus.DONE}
    for event in books.ledger:
        if event["webhookEventId"] not in done:
            yield Finding(Wrong.LOST, f"event {event['webhookEventId']} was answered and is not done")


def every_event_is_answered_once(books: Books) -> Findings:
    """On these days each event has one answer, into the chat where it happened."""
    asked = Counter(_chat(event) for event in books.ledger)
    yield from _compared("answers", asked, Counter(row.to for row in books.messages if row.lane == Lane.ANSWER))


def _chat(event: Json) -> str:
    return str(event["source"].get("groupId") or event["source"]["userId"])


def all_words_are_kept_once(books: Books) -> Findings:
    """What people have told of a complaint is there, each sentence once, in their order."""
    for user_id, told in books.told.words.items():
        kept = books.words.get(user_id, [])
        yield from _compared(f"sentences of {user_id}", Counter(told), Counter(kept))
        if sorted(told) == sorted(kept) and told != kept:
            yield Finding(Wrong.DISORDER, f"{user_id} said {told}, kept is {kept}")


def every_complaint_is_filed_and_announced_once(books: Books) -> Findings:
    """One case for whoever sent one off, and one card of it for the division."""
    new = [case for case in books.cases if case.id != books.told.repaired]
    told, reporters = len(books.told.reporters), len({case.reporter_id for case in new})
    if reporters < told:
        yield Finding(Wrong.LOST, f"{told} complaints of as many people, cases of {reporters}")
    if len(new) > reporters:
        yield Finding(Wrong.DOUBLED, f"{len(new)} cases of {reporters} people who have told one each")
    cards = Counter(row.case_id for row in books.messages if row.lane == Lane.DUTY)
    yield from _compared("cards", Counter(case.id for case in new), cards)


def every_step_is_taken_and_told_once(books: Books) -> Findings:
    """The repair is one accepting and one finishing, and each who follows the case hears of both, once."""
    repaired = [] if books.told.repaired is None else [books.told.repaired]
    wanted = Counter({(case, step): 1 for case in repaired for step in (Step.ACCEPTED, Step.FINISHED)})
    taken = Counter((change.case_id, change.step) for change in books.changes if change.step != Step.FILED)
    yield from _compared("steps", wanted, taken)
    news: Counter[tuple[int | None, str]] = Counter()
    for row in books.messages:  # two steps may have become one message of two parts
        news[row.case_id, row.to] += len(row.messages) if row.lane == Lane.STATUS else 0
    told = Counter({(case, to): 2 for case, to in books.followers if case in repaired})
    yield from _compared("news", told, +news)
    said = Counter((row.case_id, *_said(row)) for row in books.messages if row.lane == Lane.STATUS)
    yield from (Finding(Wrong.DOUBLED, f"news of case {one[0]}") for one, times in said.items() if times > 1)


def _said(row: Outgoing) -> tuple[str, str]:
    return row.to, json.dumps(row.messages, sort_keys=True)


def every_message_is_accepted_once(books: Books) -> Findings:
    """Sent: LINE has accepted it exactly once. Uncertain: at most once. There is no third way on these days."""
    sent = Counter(_said(row) for row in books.messages if row.status == SendStatus.SENT)
    doubtful = Counter(_said(row) for row in books.messages if row.status == SendStatus.UNCERTAIN)
    accepted = Counter((str(one.to), json.dumps(one.messages, sort_keys=True)) for one in books.accepted)
    for said in {*sent, *doubtful, *accepted}:
        if accepted[said] < sent[said]:
            yield Finding(Wrong.LOST, f"{said[0]}: {sent[said]} sent, {accepted[said]} accepted")
        elif accepted[said] > sent[said] + doubtful[said]:
            yield Finding(Wrong.DOUBLED, f"{said[0]}: {sent[said]} sent, {accepted[said]} accepted")
    for row in books.messages:
        if row.status not in (SendStatus.SENT, SendStatus.UNCERTAIN):
            yield Finding(Wrong.LOST, f"message {row.id} is {row.status}")


def nothing_is_doubtful_without_a_cause(books: Books) -> Findings:
    """Uncertain is only what may have been on the wire when somebody died or LINE broke off."""
    doubts = [row for row in books.messages if row.status == SendStatus.UNCERTAIN]
    for row in doubts:
        if not row.reply_is_unheard and row.push_unheard_since is None:
            yield Finding(Wrong.LOST, f"message {row.id} is uncertain, and was never called")
    if len(doubts) > books.most_doubts:
        yield Finding(Wrong.LOST, f"{len(doubts)} uncertain, {books.most_doubts} can be")


def events_are_done_in_their_order(books: Books) -> Findings:
    """Of one person, what happened first and was acknowledged first is done first."""
    kept = {event.event_id: event for event in books.events}
    told = [kept[event["webhookEventId"]] for event in books.ledger if event["webhookEventId"] in kept]
    for first, second in combinations(told, 2):
        is_theirs = first.source_key == second.source_key and first.occurred_ms < second.occurred_ms
        if is_theirs and first.done_at and second.done_at and first.done_at > second.done_at:
            yield Finding(Wrong.DISORDER, f"event {second.event_id} was done before {first.event_id}")


def answers_are_heard_in_their_order(books: Books) -> Findings:
    """In each chat as the events that they answer; a doubtful one may be missing.

    What errands and timers owe is not asked: with PostgreSQL it is made beside the events, and neither is first.
    """
    answered_at = {event.done_at for event in books.events}
    rows = [row for row in books.messages if row.lane == Lane.ANSWER and row.created_at in answered_at]
    for to in sorted({row.to for row in rows}):
        owed = [_said(row) for row in rows if row.to == to]
        heard = [one for one in _accepted(books) if one in set(owed)]
        if not _runs_through(heard, owed) and not Counter(heard) - Counter(owed):
            yield Finding(Wrong.DISORDER, f"{to} has heard answers in another order")


def _accepted(books: Books) -> list[tuple[str, str]]:
    return [(str(one.to), json.dumps(one.messages, sort_keys=True)) for one in books.accepted]


def _runs_through(some: Sequence[object], all_of_them: Sequence[object]) -> bool:
    rest = iter(all_of_them)
    return all(one in rest for one in some)


def numbers_are_never_reused(books: Books) -> Findings:
    """Each case has its own, they rise with the cases, and the counter has passed them all."""
    if list(books.numbers) != sorted(set(books.numbers)):
        yield Finding(Wrong.NUMBERS, f"numbers do not rise: {books.numbers}")
    for year, last in books.last_numbers.items():
        given = [int(number[3:]) for number in books.numbers if number.startswith(f"{year % 100:02}-")]
        if max(given, default=0) != last or len(given) != last:
            yield Finding(Wrong.NUMBERS, f"{len(given)} numbers up to {max(given, default=0)}, the counter says {last}")


def history_tells_how_each_case_came_to_stand_where_it_stands(books: Books) -> Findings:
    """It begins with the filing, each step continues the one before, and the last is the case's status."""
    for case in books.cases:
        yield from _history(case, [change for change in books.changes if change.case_id == case.id])


def _history(case: Case, steps: list[CaseChange]) -> Findings:
    if not steps or steps[0].step != Step.FILED or steps[0].from_status is not None:
        yield Finding(Wrong.HISTORY, f"case {case.number} does not begin with its filing")
        return
    if steps[-1].to_status != case.status:
        yield Finding(Wrong.HISTORY, f"case {case.number} is {case.status}, its history {steps[-1].to_status}")
    for before, after in pairwise(steps):
        if after.from_status != before.to_status or after.to_status not in ALLOWED_NEXT[before.to_status]:
            yield Finding(Wrong.HISTORY, f"case {case.number} jumps at step {after.id}")


def nothing_waits_for_ever(books: Books) -> Findings:
    """When all has come to rest no row is left for which something should still happen."""
    yield from (Finding(Wrong.WAITING, what) for what in books.still_waiting)
    for event in books.events:
        if event.status == EventStatus.QUARANTINED:
            yield Finding(Wrong.WAITING, f"event {event.event_id} is in quarantine")


INVARIANTS = (
    every_acknowledged_event_is_done,
    every_event_is_answered_once,
    all_words_are_kept_once,
    every_complaint_is_filed_and_announced_once,
    every_step_is_taken_and_told_once,
    every_message_is_accepted_once,
    nothing_is_doubtful_without_a_cause,
    events_are_done_in_their_order,
    answers_are_heard_in_their_order,
    numbers_are_never_reused,
    history_tells_how_each_case_came_to_stand_where_it_stands,
    nothing_waits_for_ever,
)
