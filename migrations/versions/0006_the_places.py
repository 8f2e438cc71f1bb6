"""The places"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEFORE, NOW = ("pin", "words"), ("pin", "page_map", "photo", "pole", "words")


def _sides() -> sa.Enum:
    return sa.Enum("inside", "near", "outside", name="borderside", native_enum=False, create_constraint=True, length=40)


def _allow_sources(words: tuple[str, ...]) -> None:
    # In two steps: one batch on SQLite would keep neither constraint of the same name.
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_case_placesource"), type_="check")
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_check_constraint(op.f("ck_case_placesource"), f"place_source IN ({listed})")


def upgrade() -> None:
    """Go on to this version."""
    _allow_sources(NOW)
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("accuracy_m", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("village", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("border_side", _sides(), nullable=True))
        batch_op.add_column(sa.Column("neighbour", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("wants_passing_on", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Every point so far was a pin that a person set on LINE's map.
    op.execute('UPDATE "case" SET accuracy_m = 30 WHERE latitude IS NOT NULL')
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_case_point_with_accuracy"), "(latitude IS NULL) = (accuracy_m IS NULL)"
        )
        batch_op.alter_column("wants_passing_on", server_default=None)


def downgrade() -> None:
    """Go back from this version."""
    op.execute("UPDATE \"case\" SET place_source = 'pin' WHERE place_source NOT IN ('pin', 'words')")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_case_point_with_accuracy"), type_="check")
        batch_op.drop_constraint(op.f("ck_case_borderside"), type_="check")
        for column in ("wants_passing_on", "neighbour", "border_side", "village", "accuracy_m"):
            batch_op.drop_column(column)
    _allow_sources(BEFORE)
