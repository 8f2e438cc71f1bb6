"""The form"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNFILED = sa.text("upload_key IS NOT NULL AND case_id IS NULL")


def upgrade() -> None:
    """Go on to this version."""
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("filed_under", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("contact_phone", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("is_anonymous", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_unique_constraint(op.f("uq_case_reporter_id_filed_under"), ["reporter_id", "filed_under"])
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.alter_column("line_message_id", existing_type=sa.String(length=64), nullable=True)
        batch_op.add_column(sa.Column("upload_key", sa.String(length=40), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_photo_person_id_upload_key"), ["person_id", "upload_key"])
    columns = ["status", "received_at"]
    op.create_index("ix_photo_unfiled", "photo", columns, postgresql_where=UNFILED, sqlite_where=UNFILED)


def downgrade() -> None:
    """Go back from this version."""
    op.drop_index("ix_photo_unfiled", table_name="photo")
    # Photos that came from a page have no place in a table of LINE's messages but a made-up name.
    op.execute("UPDATE photo SET line_message_id = 'uploaded-' || id WHERE line_message_id IS NULL")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_photo_person_id_upload_key"), type_="unique")
        batch_op.drop_column("upload_key")
        batch_op.alter_column("line_message_id", existing_type=sa.String(length=64), nullable=False)
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_case_reporter_id_filed_under"), type_="unique")
        for column in ("is_anonymous", "contact_phone", "filed_under"):
            batch_op.drop_column(column)
