"""Opens a database: connections, write lock, journal chain, watch for others' changes, check and rebuild."""
