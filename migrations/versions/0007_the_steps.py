"""The steps: work begun, delays with their new date, and messages that wait for company"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from models.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATUSES = ("new", "accepted", "finished", "reopened", "closed", "declined")
STEPS = ("filed", "accepted", "handed_over", "finished", "reopened", "rated", "declined")
# By table: the closed lists of words that its columns hold, before and now.
BEFORE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "case": {"status": STATUSES},
    "case_change": {"from_status": STATUSES, "to_status": STATUSES, "step": STEPS},
}
ALL_STATUSES, ALL_STEPS = (*STATUSES, "working"), (*STEPS, "begun", "delayed")
NOW: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "case": {"status": ALL_STATUSES},
    "case_change": {"from_status": ALL_STATUSES, "to_status": ALL_STATUSES, "step": ALL_STEPS},
}
# History is only appended, as 0003 has it. To change a table on SQLite is to make it anew, without its triggers.
REFUSE = {
    "sqlite": "BEGIN SELECT RAISE(ABORT, 'case_change is only appended'); END",
    "postgresql": "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
}


def _allow(words: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
    # In two steps: one batch on SQLite would keep neither constraint of the same name.
    for table, columns in words.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column, allowed in columns.items():
                listed = ", ".join(f"'{word}'" for word in allowed)
                batch_op.create_check_constraint(op.f(f"ck_{table}_{column}"), f"{column} IN ({listed})")


def _let_history_be_changed() -> None:
    where = {"sqlite": "", "postgresql": " ON case_change"}[op.get_bind().dialect.name]
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER case_change_no_{verb}{where}")


def _history_is_only_appended() -> None:
    for verb in ("update", "delete"):
        refuse = REFUSE[op.get_bind().dialect.name]
        op.execute(f"CREATE TRIGGER case_change_no_{verb} BEFORE {verb.upper()} ON case_change {refuse}")


def upgrade() -> None:
    """Go on to this version."""
    _let_history_be_changed()
    _allow(NOW)
    op.add_column("case_change", sa.Column("promised_at", UtcDateTime(), nullable=True))
    _history_is_only_appended()
    op.add_column("outbox", sa.Column("leaves_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Go back from this version: work that has begun is accepted, and so are its steps."""
    op.drop_column("outbox", "leaves_at")
    _let_history_be_changed()
    op.drop_column("case_change", "promised_at")
    op.execute("UPDATE \"case\" SET status = 'accepted' WHERE status = 'working'")
    op.execute("UPDATE case_change SET from_status = 'accepted' WHERE from_status = 'working'")
    op.execute("UPDATE case_change SET to_status = 'accepted' WHERE to_status = 'working'")
    op.execute("UPDATE case_change SET step = 'accepted' WHERE step IN ('begun', 'delayed')")
    _allow(BEFORE)
    _history_is_only_appended()
