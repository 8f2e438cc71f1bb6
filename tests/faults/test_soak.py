"""What a long run tells: every kill and every wrong is counted, and one wrong is enough to fail."""

from collections import Counter

from click.testing import CliRunner

from tests.faults.auditor import Finding, Wrong
from tests.faults.blows import Point
from tests.faults.soak import Run, exit_code, main, table
from tests.faults.trials import Outcome

GOOD = Outcome([], Counter({Point.BEFORE_MARK: 2}), acknowledged=27, owed=31, uncertain=1, recovery_s=1.5)


def _run(*outcomes: Outcome) -> Run:
    run = Run("sqlite")
    for outcome in outcomes:
        run.add(outcome)
    return run


def test_the_table_counts_everything() -> None:
    bad = Outcome([Finding(Wrong.DOUBLED, "twice"), Finding(Wrong.HISTORY, "jumps")], acknowledged=3, recovery_s=0.5)
    lines = table([_run(GOOD, GOOD, bad), Run("postgresql")]).splitlines()
    told = dict(line.strip("| ").split(" | ", 1) for line in lines[2:])
    assert lines[0] == "|  | sqlite | postgresql |"
    assert told["killed: sent, not marked"] == "4 | 0"
    assert (told["events acknowledged"], told["messages owed"], told["uncertain"]) == ("57 | 0", "62 | 0", "2 | 0")
    assert (told["lost"], told["doubled"], told["history"]) == ("0 | 0", "1 | 0", "1 | 0")
    assert told["longest recovery"] == "1.5 s | 0.0 s"


def test_one_wrong_fails_the_run() -> None:
    good, bad = _run(*[GOOD] * 300), _run(GOOD, Outcome([Finding(Wrong.LOST, "gone")]))
    assert (exit_code([good]), exit_code([good, bad])) == (0, 1)
    assert good.verdict() == "sqlite: 0 of 300 trials broke a promise; at 95% fewer than 1.0% do (3/n)"
    assert "NOT kept in 2 trials" in bad.verdict()


def test_a_run_says_how_it_can_be_repeated_and_ends_with_its_table() -> None:
    result = CliRunner().invoke(main, ["--trials", "1", "--first", "4", "--seed", "20261121", "--engine", "sqlite"])
    lines = result.output.splitlines()
    assert (result.exit_code, lines[0]) == (0, "SEED=20261121")
    assert lines[1].startswith("sqlite: 1 of 1 trials, 0 wrongs")
    assert "| trials | 1 |" in lines
