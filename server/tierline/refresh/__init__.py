"""Fetch the sources, build a snapshot from them, compare it with the one in force, keep it or not.

Import from the modules: reading the snapshot in force (``kept``) must not cost the import of an HTTP client.
"""
