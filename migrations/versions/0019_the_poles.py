"""The poles: what the town owns in the open, what a case about a lamp knows, visits and parts"""

import sqlalchemy as sa
from alembic import op

from models.columns import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this version."""
    _make_assets()
    op.create_table(
        "streetlight",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.Column("metres_off", sa.Float(), nullable=True),
        sa.Column("is_doubtful", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_line", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_streetlight_case_id")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_streetlight_asset_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_streetlight")),
    )
    op.create_index(op.f("ix_streetlight_asset_id"), "streetlight", ["asset_id"])
    _make_visits()
    with op.batch_alter_table("case_merge", schema=None) as batch_op:
        # Nobody: lamps of one line are joined by the town itself.
        batch_op.alter_column("officer_id", existing_type=sa.Integer(), nullable=True)


def _make_assets() -> None:
    op.create_table(
        "asset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("pole", name="assetkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("accuracy_m", sa.Float(), nullable=False),
        sa.Column("village", sa.String(length=40), nullable=True),
        sa.Column("road", sa.String(length=200), nullable=True),
        sa.Column("lamp", sa.String(length=40), nullable=True),
        sa.Column("watts", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(length=40), nullable=True),
        sa.Column("circuit", sa.String(length=40), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("in_use", "removed", name="assetstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name=op.f("ck_asset_point_on_earth")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_asset_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_asset_kind_code")),
    )
    op.create_index("ix_asset_near", "asset", ["kind", "latitude", "longitude"])
    op.create_index("ix_asset_circuit", "asset", ["kind", "circuit"])
    op.create_index("ix_asset_village", "asset", ["kind", "village"])


def _make_visits() -> None:
    op.create_table(
        "repair_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("arrived_at", UtcDateTime(), nullable=False),
        sa.Column("is_scanned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("metres_off", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_repair_visit_case_id")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_repair_visit_asset_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_repair_visit_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_visit")),
        sa.UniqueConstraint("key", name=op.f("uq_repair_visit_key")),
    )
    op.create_index(op.f("ix_repair_visit_case_id"), "repair_visit", ["case_id"])
    op.create_index(op.f("ix_repair_visit_asset_id"), "repair_visit", ["asset_id"])
    op.create_table(
        "part_used",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_part_used_case_id")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_part_used_asset_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_part_used_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_used")),
    )
    op.create_index(op.f("ix_part_used_case_id"), "part_used", ["case_id"])
    op.create_index(op.f("ix_part_used_asset_id"), "part_used", ["asset_id"])
    op.create_index(op.f("ix_part_used_used_at"), "part_used", ["used_at"])


def downgrade() -> None:
    """Go back from this version: the poles and what is known of them go; their cases stay as complaints."""
    op.drop_table("part_used")
    op.drop_table("repair_visit")
    op.drop_table("streetlight")
    op.drop_table("asset")
    op.execute("DELETE FROM case_merge WHERE officer_id IS NULL")
    with op.batch_alter_table("case_merge", schema=None) as batch_op:
        batch_op.alter_column("officer_id", existing_type=sa.Integer(), nullable=False)
