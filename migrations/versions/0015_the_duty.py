"""The duty: officers who are away, those who asked for the daily digest, and pushes that make no sound"""

import sqlalchemy as sa
from alembic import op

from models.columns import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this version."""
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("away_until", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("wants_digest", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_quiet", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Go back from this version: nobody is away, and every push is heard."""
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("is_quiet")
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.drop_column("wants_digest")
        batch_op.drop_column("away_until")
