"""A stand-in of OpenRouter on loopback: a real HTTP server that speaks its API, calls no model and costs nothing.

It imports nothing else of ours, so that it can contradict the client. How to provoke each fault is in ``BEHAVIOURS``.
"""

from tierline.sandbox.account import SANDBOX_KEY
from tierline.sandbox.behaviours import BEHAVIOURS, Behaviour
from tierline.sandbox.books import Books, Ending, Record, Totals
from tierline.sandbox.catalogue import CatalogueEntry
from tierline.sandbox.server import Sandbox

__all__ = [
    "BEHAVIOURS",
    "SANDBOX_KEY",
    "Behaviour",
    "Books",
    "CatalogueEntry",
    "Ending",
    "Record",
    "Sandbox",
    "Totals",
]
