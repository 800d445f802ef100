"""The id of the request that is being worked on. It follows tasks of the event loop by itself."""

import os
from contextvars import ContextVar

_REQUEST: ContextVar[str] = ContextVar("tierline_request", default="")


def new_request() -> str:
    """Return an id that no other request has."""
    return os.urandom(6).hex()


def current_request() -> str:
    """Return the id of the request that is being worked on; empty outside of any."""
    return _REQUEST.get()


def in_request(request: str) -> None:
    """Say that from here on, in this context and those that begin in it, ``request`` is worked on."""
    _REQUEST.set(request)
