"""Widgets drawn line by line, one a module."""
