"""The people"""

import sqlalchemy as sa
from alembic import op

from models.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this version."""
    op.create_table(
        "enrolment_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("group", "officer", name="codekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("division", sa.String(length=40), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "head",
                "executive",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_code")),
    )
    with op.batch_alter_table("enrolment_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_code_code_hash"), ["code_hash"], unique=False)

    op.create_table(
        "enrolment_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=64), nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_try")),
    )
    with op.batch_alter_table("enrolment_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_try_source_key"), ["source_key"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_user_id", sa.String(length=64), nullable=True),
        sa.Column("display_name", sa.String(length=200), nullable=True),
        sa.Column(
            "language",
            sa.Enum("th", "en", name="language", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("looked_up_at", UtcDateTime(), nullable=True),
        sa.Column("notice_version", sa.String(length=20), nullable=True),
        sa.Column("notice_shown_at", UtcDateTime(), nullable=True),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("line_user_id", name=op.f("uq_person_line_user_id")),
    )
    op.create_table(
        "staff_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_group_id", sa.String(length=64), nullable=False),
        sa.Column("division", sa.String(length=40), nullable=True),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("enrolled_at", UtcDateTime(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_group")),
        sa.UniqueConstraint("line_group_id", name=op.f("uq_staff_group_line_group_id")),
    )
    with op.batch_alter_table("staff_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_group_division"), ["division"], unique=False)

    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=True),
        sa.Column("question", sa.String(length=40), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("photo_set", sa.String(length=64), nullable=True),
        sa.Column("photos_seen", sa.Integer(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conversation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("person_id", "chat", name=op.f("uq_conversation_person_id_chat")),
    )
    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("division", sa.String(length=40), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "head",
                "executive",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("public_name", sa.String(length=60), nullable=True),
        sa.Column("enrolled_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_officer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
    )
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_officer_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_officer_active_person",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )


def downgrade() -> None:
    """Go back from this version."""
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_officer_active_person",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_officer_person_id"))

    op.drop_table("officer")
    op.drop_table("conversation")
    with op.batch_alter_table("staff_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_group_division"))

    op.drop_table("staff_group")
    op.drop_table("person")
    with op.batch_alter_table("enrolment_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_try_source_key"))

    op.drop_table("enrolment_try")
    with op.batch_alter_table("enrolment_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_code_code_hash"))

    op.drop_table("enrolment_code")
