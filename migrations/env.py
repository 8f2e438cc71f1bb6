"""How Alembic reaches the database: the address comes from whoever calls, never from a file."""

from alembic import context
from sqlalchemy import text

from models.columns import metadata
from models.database import Database

database = Database(context.config.attributes["database_url"])
try:
    with database.engine.connect() as connection:
        if not database.is_sqlite:  # two processes that start at once migrate one after the other
            connection.execute(text("SELECT pg_advisory_lock(hashtext('baanrao migrations'))"))
            connection.commit()
        context.configure(connection=connection, target_metadata=metadata(), render_as_batch=database.is_sqlite)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
finally:
    database.close()
