"""The followers"""

import sqlalchemy as sa
from alembic import op

from models.columns import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPEN = "status IN ('new', 'accepted', 'working', 'reopened')"


def _sources() -> sa.Enum:
    words = ("pin", "page_map", "photo", "pole", "words")
    return sa.Enum(*words, name="placesource", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Go on to this version."""
    op.create_table(
        "follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("followed_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("place_source", _sources(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("accuracy_m", sa.Float(), nullable=True),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_follower_point_whole")),
        sa.CheckConstraint(
            "(latitude IS NULL) = (accuracy_m IS NULL) AND (latitude IS NULL) = (place_source IS NULL)",
            name=op.f("ck_follower_point_with_accuracy"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_follower_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follower_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_follower_case_id_person_id")),
    )
    op.create_index("ix_follower_person_id_case_id", "follower", ["person_id", "case_id"])
    # Whoever has reported something follows it, but for those who asked to be forgotten.
    op.execute(
        "INSERT INTO follower (case_id, person_id, followed_at) "
        'SELECT "case".id, reporter_id, filed_at FROM "case" JOIN person ON person.id = reporter_id '
        'WHERE erased_at IS NULL ORDER BY "case".id'
    )
    op.create_index(
        "ix_case_open_near",
        "case",
        ["type_code", "latitude", "longitude"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.add_column("person", sa.Column("blocked_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Go back from this version."""
    op.drop_column("person", "blocked_at")
    op.drop_index("ix_case_open_near", "case")
    op.drop_table("follower")
