"""Tierline: the cheapest good answer for a code task, in any editor."""

__version__ = "0.1.0"
"""The same as the package's: its metadata takes longer to read than most of what a server needs to start."""
