"""Ranges and replacements on text: text in, text out. Pure."""
