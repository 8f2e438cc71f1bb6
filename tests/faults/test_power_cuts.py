"""The power is cut at random moments: what was answered with 200 is done once, what was owed is heard once, in order.

At the end the database is tampered with, so that an auditor who sees nothing is found out.
"""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from simulator import Line
from tests.faults.trials import PatientTown, Trial
from tests.towns import SECRET, TOKEN

SEED, TRIALS = 20261121, 3


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PatientTown]:
    """A running town whose LINE has no end of quota."""
    with Line(secret=SECRET, token=TOKEN, login_channel_id="1234567890") as line:
        line.sending.quota_limit, line.deliveries.redelivery_wait = None, 0.0
        process = PatientTown(tmp_path_factory.mktemp("town"), line)
        try:
            process.starts()
            yield process
        finally:
            process.is_killed()


def test_nothing_is_lost_doubled_or_swapped_by_power_cuts(town: PatientTown) -> None:
    dice = random.Random(SEED)
    for number in range(TRIALS):
        trial = Trial(town, dice, number)
        trial.happens()
        assert trial.ledger, "nothing was answered: the trial proves nothing"
        assert (trial.losses(), trial.disorder()) == ([], []), f"trial {number} of seed {SEED}"
    _is_tampered_with(town, trial)
    assert trial.losses(), "the auditor is blind to a loss"
    assert trial.disorder(), "the auditor is blind to disorder"


def _is_tampered_with(town: PatientTown, trial: Trial) -> None:
    """One person's answers are lost, and their last event was done before all others."""
    who = trial.people[0].user_id
    with closing(sqlite3.connect(town.folder / "town.db")) as connection, connection:
        connection.execute('DELETE FROM outbox WHERE "to" = ?', (who,))
        last = "(SELECT max(occurred_ms) FROM webhook_event WHERE source_key = ?)"
        connection.execute(
            f"UPDATE webhook_event SET done_at = '2001-01-01' WHERE source_key = ? AND occurred_ms = {last}", (who, who)
        )
