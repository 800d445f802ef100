"""Tierline: the cheapest good answer for a code task, in any editor."""
