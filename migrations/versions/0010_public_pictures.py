"""Public pictures"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = ("blurred", "made_public_at", "made_public_by", "public_token", "public_sha256")


def upgrade() -> None:
    """Go on to this version."""
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.add_column(sa.Column("public_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("public_token", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("made_public_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("made_public_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("blurred", sa.JSON(), nullable=True))
        batch_op.create_index(op.f("ix_photo_public_sha256"), ["public_sha256"])
        batch_op.create_unique_constraint(op.f("uq_photo_public_token"), ["public_token"])
        batch_op.create_foreign_key(op.f("fk_photo_made_public_by"), "officer", ["made_public_by"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_photo_public_file_with_name"), "(public_sha256 IS NULL) = (public_token IS NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_photo_public_since"), "public_sha256 IS NULL OR made_public_at IS NOT NULL"
        )


def downgrade() -> None:
    """Go back from this version. The files of what was public stay on the disk."""
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_photo_public_since"), type_="check")
        batch_op.drop_constraint(op.f("ck_photo_public_file_with_name"), type_="check")
        batch_op.drop_constraint(op.f("fk_photo_made_public_by"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_photo_public_token"), type_="unique")
        batch_op.drop_index(op.f("ix_photo_public_sha256"))
        for column in COLUMNS:
            batch_op.drop_column(column)
