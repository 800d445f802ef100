"""How what somebody wrote is shown in a sentence about it."""

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

_RECOGNISABLE = 60


def shown(value: Any) -> str:
    """Return a value as JSON, cut where it is long."""
    text = json.dumps(value, default=str)
    return text if len(text) <= _RECOGNISABLE else f"{text[: _RECOGNISABLE - 1]}…"


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name that was probably meant; empty if none is near."""
    return next(iter(get_close_matches(name, list(names), n=1)), "")
