"""The databases of entry serve the tests of forms too."""

from tests.db.entry.conftest import database, sqlite_with_lists, url

__all__ = ["database", "sqlite_with_lists", "url"]
