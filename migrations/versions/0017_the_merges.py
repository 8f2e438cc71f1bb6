"""The merges, and which message showed which case"""

import sqlalchemy as sa
from alembic import op

from models.columns import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# A case that is open may be merged; the list is that of all statuses.
STATUSES = ("new", "accepted", "working", "finished", "reopened", "closed", "declined", "withdrawn")
STATUSES += ("waiting", "passed_on", "merged")


def upgrade() -> None:
    """Go on to this version."""
    op.create_table(
        "case_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column(
            "status_before",
            sa.Enum(*STATUSES, name="status_before", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "waits_for_before",
            sa.Enum(
                "reporter", "others", name="waits_for_before", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("promised_before", UtcDateTime(), nullable=True),
        sa.Column("first_promised_before", UtcDateTime(), nullable=False),
        sa.Column("moved_with", sa.Integer(), nullable=True),
        sa.Column("unmerged_at", UtcDateTime(), nullable=True),
        sa.Column("unmerged_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_merge_case_id")),
        sa.ForeignKeyConstraint(["into_id"], ["case.id"], name=op.f("fk_case_merge_into_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_case_merge_officer_id")),
        sa.ForeignKeyConstraint(["moved_with"], ["case_merge.id"], name=op.f("fk_case_merge_moved_with")),
        sa.ForeignKeyConstraint(["unmerged_by"], ["officer.id"], name=op.f("fk_case_merge_unmerged_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_merge")),
    )
    op.create_index(op.f("ix_case_merge_case_id"), "case_merge", ["case_id"])
    op.create_index(op.f("ix_case_merge_into_id"), "case_merge", ["into_id"])
    active = {"sqlite_where": sa.text("unmerged_at IS NULL"), "postgresql_where": sa.text("unmerged_at IS NULL")}
    op.create_index("uq_case_merge_active", "case_merge", ["case_id"], unique=True, **active)
    with op.batch_alter_table("follower", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merge_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_follower_merge_id"), "case_merge", ["merge_id"], ["id"])
    op.create_table(
        "shown_card",
        sa.Column("line_message_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_shown_card_case_id")),
        sa.PrimaryKeyConstraint("line_message_id", name=op.f("pk_shown_card")),
    )


def downgrade() -> None:
    """Go back from this version: what was merged stays so, and can't be parted any more."""
    op.drop_table("shown_card")
    with op.batch_alter_table("follower", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_follower_merge_id"), type_="foreignkey")
        batch_op.drop_column("merge_id")
    op.drop_table("case_merge")
