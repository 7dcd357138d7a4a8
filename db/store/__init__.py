"""Opens a database: connections, the write lock, the journal's chain, the watch for others' changes, check and rebuild."""
