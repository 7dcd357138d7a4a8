"""The revisions, oldest first; `db.store.version` names them."""
