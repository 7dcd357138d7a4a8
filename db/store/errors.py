"""What can go wrong with a database, each as one sentence for the person."""


class StoreError(Exception):
    """A database that cannot be used as asked. The text is one translated sentence that says what to do."""


class DatabaseMissingError(StoreError):
    """There is no database there yet: the first run may make one."""


class DatabaseOlderError(StoreError):
    """The database was made by an older version; an upgrade makes it current."""


class DatabaseNewerError(StoreError):
    """The database belongs to a newer version of the program than this one."""
