"""Withdrawing, and words that are added later"""

import sqlalchemy as sa
from alembic import op

from migrations.closed_lists import allow, close_history, open_history, words_of

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


def upgrade() -> None:
    """Go on to this version."""
    open_history()
    for table, column, name, word in NEW_WORDS:
        allow(table, column, name, [*words_of(table, name), word])
    close_history()
    # A person's own cases are read newest first, page by page.
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index("ix_case_reporter", ["reporter_id", "id"], unique=False)
        batch_op.drop_index(op.f("ix_case_reporter_id"))


def downgrade() -> None:
    """Go back from this version: a case that was withdrawn counts as declined."""
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_case_reporter_id"), ["reporter_id"], unique=False)
        batch_op.drop_index("ix_case_reporter")
    open_history()
    for table, column, name, word in NEW_WORDS:
        instead = "complaint" if word == "added" else "declined"
        changed = sa.table(table, sa.column(column, sa.String()))
        op.execute(changed.update().where(changed.c[column] == word).values({column: instead}))
        allow(table, column, name, [known for known in words_of(table, name) if known != word])
    close_history()
