"""Tables and the plain types that cross to the screens, one file a subject."""
