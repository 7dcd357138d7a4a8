"""Measures what a person feels, over a pseudo-terminal on the real program: `make bench`."""
