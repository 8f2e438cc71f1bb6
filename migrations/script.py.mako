"""${message}"""

import sqlalchemy as sa
from alembic import op

from models.columns import UtcDateTime

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on to this version."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Go back from this version."""
    ${downgrades if downgrades else "pass"}
