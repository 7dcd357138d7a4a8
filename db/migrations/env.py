"""What Alembic runs: the revisions, over the connection that `db.store.upgrade` hands in, in its transaction."""

from __future__ import annotations

from alembic import context

from db.models.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite cannot alter a table: it is made anew and copied, with the triggers put off meanwhile.
    render_as_batch=True,
)
context.run_migrations()
