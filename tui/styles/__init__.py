"""What the screens look like."""
