"""What makes a site of the documentation; not shipped. ``mkdocs`` loads ``hooks``."""
