"""Tables as Alembic revisions; triggers, functions and views as SQL files, one object a file."""
