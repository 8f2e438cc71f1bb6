"""The queue: its lists are read in their order, without reading the rest"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

IS_OPEN = "status IN ('new', 'accepted', 'working', 'reopened', 'waiting')"
# Small ones: of three years of a town's cases, a few in a hundred are open. The last one alone is of the others.
INDEXES = (
    ("ix_case_open", ["promised_at", "id", "division"], IS_OPEN),
    ("ix_case_unaccepted", ["promised_at", "id", "division"], "status IN ('new', 'reopened')"),
    ("ix_case_waiting", ["promised_at", "id", "division"], "status = 'waiting'"),
    ("ix_case_held", ["officer_id", "promised_at", "id"], IS_OPEN),
    ("ix_case_ended", ["division", "id"], IS_OPEN.replace(" IN ", " NOT IN ")),
)


def upgrade() -> None:
    """Go on to this version."""
    for name, columns, where in INDEXES:
        op.create_index(name, "case", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    """Go back from this version."""
    for name, _, _ in reversed(INDEXES):
        op.drop_index(name, "case")
