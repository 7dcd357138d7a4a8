"""The one way to write: read what was typed, check it, make the revision, post the facts."""
