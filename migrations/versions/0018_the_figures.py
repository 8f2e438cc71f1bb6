"""The figures: what was counted over many cases is kept for the next reader"""

import sqlalchemy as sa
from alembic import op

from models.columns import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this version."""
    op.create_table(
        "kept_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("view", sa.String(length=130), nullable=False),
        sa.Column("counted_at", UtcDateTime(), nullable=False),
        sa.Column("wanted_at", UtcDateTime(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_figures")),
        sa.UniqueConstraint("since", "until", "view", name=op.f("uq_kept_figures_since_until_view")),
    )


def downgrade() -> None:
    """Go back from this version: figures are counted, nothing is lost."""
    op.drop_table("kept_figures")
