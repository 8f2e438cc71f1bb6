"""Parts that a crew used have the page's own name for them: sent twice, they are counted once"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this version."""
    with op.batch_alter_table("part_used", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=40), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_part_used_key_part"), ["key", "part"])


def downgrade() -> None:
    """Go back from this version."""
    with op.batch_alter_table("part_used", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_part_used_key_part"), type_="unique")
        batch_op.drop_column("key")
