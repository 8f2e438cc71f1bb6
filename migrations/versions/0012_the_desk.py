"""The desk: waiting, passing on, merging, the clerk, and what lists and figures ask of a case"""

import sqlalchemy as sa
from alembic import op

from migrations.closed_lists import allow, close_history, open_history, words_of
from models.columns import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NEW_STATUSES = ("waiting", "passed_on", "merged")
NEW_STEPS = ("assigned", "retyped", "promised", "waiting", "resumed", "passed_on", "taken_back", "merged", "unmerged")
NEW_STEPS += ("closed",)
# Closed lists that get words: the table, its column, the constraint, the words, and what they are on the way back.
NEW_WORDS = (
    ("case", "status", "ck_case_status", NEW_STATUSES, "accepted"),
    ("case_change", "step", "ck_case_change_step", NEW_STEPS, "accepted"),
    ("case_change", "from_status", "ck_case_change_from_status", NEW_STATUSES, "accepted"),
    ("case_change", "to_status", "ck_case_change_to_status", NEW_STATUSES, "accepted"),
    ("case_note", "kind", "ck_case_note_notekind", ("internal", "reply"), "reason"),
    ("officer", "role", "ck_officer_role", ("clerk",), "executive"),
    ("enrolment_code", "role", "ck_enrolment_code_role", ("clerk",), "executive"),
)
OPEN_BEFORE = "status IN ('new', 'accepted', 'working', 'reopened')"
OPEN_NOW = "status IN ('new', 'accepted', 'working', 'reopened', 'waiting')"

# What was promised at first is not known of cases that were delayed: for those it is what is promised now.
FILL = (
    """UPDATE "case" SET first_promised_at = promised_at,
        accepted_at = (SELECT min(at) FROM case_change WHERE case_id = "case".id AND step = 'accepted'),
        reopenings = (SELECT count(*) FROM case_change WHERE case_id = "case".id AND step = 'reopened')""",
    """UPDATE "case" SET finished_at =
        (SELECT max(at) FROM case_change WHERE case_id = "case".id AND step = 'finished')
        WHERE status IN ('finished', 'closed')""",
)


def _index_what_is_open(is_open: str) -> None:
    where = {"sqlite_where": sa.text(is_open), "postgresql_where": sa.text(is_open)}
    op.create_index("ix_case_open_near", "case", ["type_code", "latitude", "longitude"], **where)


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Go on to this version."""
    op.drop_index("ix_case_open_near", "case")
    open_history()
    for table, column, name, words, _ in NEW_WORDS:
        allow(table, column, name, [*words_of(table, name), *words])
    close_history()
    with op.batch_alter_table("case", schema=None) as batch_op:
        for name in ("first_promised_at", "accepted_at", "finished_at", "paused_at"):
            batch_op.add_column(sa.Column(name, UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("reopenings", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("waits_for", _one_of("waitsfor", "reporter", "others"), nullable=True))
        batch_op.add_column(sa.Column("proof", _one_of("proof", "proven", "unproven", "no_photo"), nullable=True))
        batch_op.add_column(sa.Column("authority", sa.String(length=40), nullable=True))
    for filled in FILL:
        op.execute(filled)
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.alter_column("first_promised_at", existing_type=UtcDateTime(), nullable=False)
        batch_op.create_index("ix_case_filed", ["filed_at"])
        batch_op.create_index("ix_case_finished", ["finished_at"])
    _index_what_is_open(OPEN_NOW)
    where = {"sqlite_where": sa.text(OPEN_NOW), "postgresql_where": sa.text(OPEN_NOW)}
    op.create_index("ix_case_queue", "case", ["division", "promised_at", "id"], **where)


def downgrade() -> None:
    """Go back from this version: what waits, was passed on or merged counts as accepted."""
    for name in ("ix_case_queue", "ix_case_open_near", "ix_case_finished", "ix_case_filed"):
        op.drop_index(name, "case")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_case_waitsfor"), type_="check")
        batch_op.drop_constraint(op.f("ck_case_proof"), type_="check")
        for name in (
            "first_promised_at",
            "accepted_at",
            "finished_at",
            "paused_at",
            "reopenings",
            "waits_for",
            "proof",
            "authority",
        ):
            batch_op.drop_column(name)
    open_history()
    for table, column, name, words, instead in NEW_WORDS:
        changed = sa.table(table, sa.column(column, sa.String()))
        op.execute(changed.update().where(changed.c[column].in_(words)).values({column: instead}))
        allow(table, column, name, [known for known in words_of(table, name) if known not in words])
    close_history()
    _index_what_is_open(OPEN_BEFORE)
