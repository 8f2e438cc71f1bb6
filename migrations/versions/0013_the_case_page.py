"""The case page: a step says what it chose, as a code: the type that a case was given, the authority that it went to"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this version."""
    op.add_column("case_change", sa.Column("code", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """Go back from this version."""
    op.drop_column("case_change", "code")
