"""Databases with the source documents."""

from tests.loaded import loaded, loaded_file, loaded_url

__all__ = ["loaded", "loaded_file", "loaded_url"]
