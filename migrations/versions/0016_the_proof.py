"""The proof: when and where after-photos were taken, the weekly questions, and cases that close themselves"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from models.columns import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Whoever's case was finished before this has as long as others to say that it is not in order.
DAYS_TO_OBJECT = 7
CLOSE_THEM = sa.text(
    """INSERT INTO timer (kind, subject, slot, status, attempts, due_at)
    SELECT 'closing.close', id, 'finished before', 'set', 0, :due_at FROM "case" WHERE status = 'finished'"""
).bindparams(sa.bindparam("due_at", type_=UtcDateTime()))


def upgrade() -> None:
    """Go on to this version."""
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("metres_off", sa.Float(), nullable=True))
    op.create_table(
        "repair_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("is_repaired", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_repair_check_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_repair_check_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_check")),
        sa.UniqueConstraint("case_id", "asked_at", name=op.f("uq_repair_check_case_id_asked_at")),
    )
    op.create_index("ix_repair_check_person_id", "repair_check", ["person_id"])
    op.create_index("ix_repair_check_asked_at", "repair_check", ["asked_at"])
    due = datetime.now(UTC) + timedelta(days=DAYS_TO_OBJECT)
    op.get_bind().execute(CLOSE_THEM, {"due_at": due})


def downgrade() -> None:
    """Go back from this version. What has closed itself stays closed."""
    op.execute("DELETE FROM timer WHERE kind IN ('closing.close', 'sampling.ask_followers')")
    op.drop_table("repair_check")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_column("metres_off")
        batch_op.drop_column("taken_at")
