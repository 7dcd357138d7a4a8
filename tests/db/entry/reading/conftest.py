"""A database with the source documents."""

from tests.loaded import loaded, loaded_file

__all__ = ["loaded", "loaded_file"]
