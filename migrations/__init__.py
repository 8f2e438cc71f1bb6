"""The database's history: Alembic migrations, 0001_… onwards, one head."""
