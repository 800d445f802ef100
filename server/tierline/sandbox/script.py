"""A script of faults: what each model does at its next requests, one behaviour a request."""

import json
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

ANY = "*"
"""The line for requests of models that have no line of their own, or whose line has ended."""

Plan = Mapping[str, Sequence[str]]
"""Model id or ``*`` → names of behaviours, in turn."""


class InvalidScriptError(ValueError):
    """A script that can't be played; the sentence says where it is wrong."""


class Script:
    """Hands out the planned behaviours. When a line is at its end, its model is ordinary again."""

    def __init__(self, plan: Plan) -> None:
        self._lines = {model: deque(names) for model, names in plan.items()}

    def next(self, model_id: str) -> str:
        """Return the behaviour of the next request to ``model_id``, which is then played; empty if none is planned."""
        for name in (model_id, ANY):
            if self._lines.get(name):
                return self._lines[name].popleft()
        return ""


def read_plan(text: str, behaviours: Collection[str]) -> Plan:
    """Read a plan from JSON: ``{"acme/model": ["503", "503", "ok"], "*": ["hang"]}``.

    Raises:
        InvalidScriptError: it is no such JSON, or names a behaviour that there is not.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidScriptError(f"it is not valid JSON ({error})") from None
    if not isinstance(said, dict):
        raise InvalidScriptError('it must be an object like {"acme/model": ["503", "ok"]}')
    for model, names in said.items():
        if not isinstance(names, list):
            raise InvalidScriptError(f'the line of {model} must be a list of behaviours like ["503", "ok"]')
        for name in names:
            if name not in behaviours:
                close = get_close_matches(str(name), behaviours, n=1)
                hint = f"; did you mean {close[0]}?" if close else "; `tierline sandbox --list` names them all"
                raise InvalidScriptError(f"the line of {model} names the behaviour {name!r}, which there is not{hint}")
    return said
