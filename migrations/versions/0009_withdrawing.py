"""Withdrawing, and words that are added later"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Closed lists that get a word: the table, its column, the constraint, the word.
NEW_WORDS = (
    ("case", "status", "ck_case_status", "withdrawn"),
    ("case_change", "step", "ck_case_change_step", "withdrawn"),
    ("case_change", "from_status", "ck_case_change_from_status", "withdrawn"),
    ("case_change", "to_status", "ck_case_change_to_status", "withdrawn"),
    ("case_note", "kind", "ck_case_note_notekind", "added"),
)
# SQLite makes a changed table anew, and its triggers are left behind.
REFUSE = {
    "sqlite": "CREATE TRIGGER case_change_no_{verb} BEFORE {VERB} ON case_change "
    "BEGIN SELECT RAISE(ABORT, 'case_change is only appended'); END",
    "postgresql": "CREATE TRIGGER case_change_no_{verb} BEFORE {VERB} ON case_change "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
}


def _words(table: str, name: str) -> list[str]:
    """What a list holds now: another change may have added to it."""
    checks = {check["name"]: str(check["sqltext"]) for check in sa.inspect(op.get_bind()).get_check_constraints(table)}
    return re.findall(r"'([^']*)'", checks[name])


def _allow(table: str, column: str, name: str, words: list[str]) -> None:
    # In two steps: one batch on SQLite would keep neither constraint of the same name.
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_check_constraint(op.f(name), f"{column} IN ({listed})")


def _open_history() -> None:
    on = " ON case_change" if op.get_bind().dialect.name == "postgresql" else ""
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER case_change_no_{verb}{on}")


def _close_history() -> None:
    for verb in ("update", "delete"):
        op.execute(REFUSE[op.get_bind().dialect.name].format(verb=verb, VERB=verb.upper()))


def upgrade() -> None:
    """Go on to this version."""
    _open_history()
    for table, column, name, word in NEW_WORDS:
        _allow(table, column, name, [*_words(table, name), word])
    _close_history()
    # A person's own cases are read newest first, page by page.
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index("ix_case_reporter", ["reporter_id", "id"], unique=False)
        batch_op.drop_index(op.f("ix_case_reporter_id"))


def downgrade() -> None:
    """Go back from this version: a case that was withdrawn counts as declined."""
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_case_reporter_id"), ["reporter_id"], unique=False)
        batch_op.drop_index("ix_case_reporter")
    _open_history()
    for table, column, name, word in NEW_WORDS:
        instead = "complaint" if word == "added" else "declined"
        changed = sa.table(table, sa.column(column, sa.String()))
        op.execute(changed.update().where(changed.c[column] == word).values({column: instead}))
        _allow(table, column, name, [known for known in _words(table, name) if known != word])
    _close_history()
