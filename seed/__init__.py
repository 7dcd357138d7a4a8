"""Reference data and the five source documents, as data, and what loads them."""
