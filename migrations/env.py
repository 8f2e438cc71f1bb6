"""How Alembic reaches the database: the address comes from whoever calls, never from a file."""

from alembic import context
from sqlalchemy import text

from models.columns import metadata
from models.database import Database

database = Database(context.config.attributes["database_url"])
try:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            # To change a table is to make it anew and drop the old one, with every row that refers to it: not to be
            # seen to until the end. SQLite hears this only outside a transaction.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        else:  # two processes that start at once migrate one after the other
            connection.execute(text("SELECT pg_advisory_lock(hashtext('baanrao migrations'))"))
            connection.commit()
        context.configure(connection=connection, target_metadata=metadata(), render_as_batch=database.is_sqlite)
        with context.begin_transaction():
            context.run_migrations()
            if database.is_sqlite and (astray := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                raise RuntimeError(f"a migration left rows of {astray[0]} that refer to nothing")
        connection.commit()
finally:
    database.close()
