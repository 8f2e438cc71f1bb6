"""The suggestions, and cases that no group sees"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this version."""
    op.create_table(
        "taught",
        sa.Column("piece", sa.String(length=4), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("piece", "type_code", name=op.f("pk_taught")),
    )
    op.add_column("case", sa.Column("is_confidential", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Go back from this version."""
    op.drop_column("case", "is_confidential")
    op.drop_table("taught")
