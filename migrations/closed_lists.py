"""What migrations do again and again: closed lists of words get a word, and the history lets itself be made anew meanwhile."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

# SQLite makes a changed table anew, and its triggers are left behind.
REFUSE = {
    "sqlite": "CREATE TRIGGER case_change_no_{verb} BEFORE {VERB} ON case_change "
    "BEGIN SELECT RAISE(ABORT, 'case_change is only appended'); END",
    "postgresql": "CREATE TRIGGER case_change_no_{verb} BEFORE {VERB} ON case_change "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
}


def words_of(table: str, name: str) -> list[str]:
    """What the list that the constraint `name` keeps holds now: another change may have added to it."""
    checks = {check["name"]: str(check["sqltext"]) for check in sa.inspect(op.get_bind()).get_check_constraints(table)}
    return re.findall(r"'([^']*)'", checks[name])


def allow(table: str, column: str, name: str, words: Iterable[str]) -> None:
    """Let the column hold these words and no others."""
    # In two steps: one batch on SQLite would keep neither constraint of the same name.
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_check_constraint(op.f(name), f"{column} IN ({listed})")


def open_history() -> None:
    """Let the steps of cases be changed, until `close_history`."""
    on = " ON case_change" if op.get_bind().dialect.name == "postgresql" else ""
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER case_change_no_{verb}{on}")


def close_history() -> None:
    """From now on they are only appended again."""
    for verb in ("update", "delete"):
        op.execute(REFUSE[op.get_bind().dialect.name].format(verb=verb, VERB=verb.upper()))
