"""How a snapshot of an older schema becomes one of today's: one step a version, each a function on what was read."""

from collections.abc import Callable, Mapping
from typing import Any

from tierline_scoring.benchmark import Scale, to_100
from tierline_scoring.errors import SnapshotError

_ROUNDED = 0.01
"""Values were kept with two or more decimals."""


def _with_scales(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Schema 1 knew only models that can be chosen, and did not say on which scale a figure was published."""
    models = [
        model | {"measurements": [one | {"scale": _scale(one)} for one in model["measurements"]]}
        if "measurements" in model
        else model
        for model in raw["models"]
    ]
    return dict(raw) | {"models": models, "former": [], "left_out": [], "kind_runs": []}


def _scale(measurement: Mapping[str, Any]) -> Scale:
    """Return the one scale on which the published figure is the value that was kept."""
    for scale in Scale:
        try:
            if abs(to_100(float(measurement["published"]), scale) - measurement["value"]) <= _ROUNDED:
                return scale
        except (ValueError, OverflowError):
            continue
    raise SnapshotError(f"the snapshot has {measurement['published']} as {measurement['value']} of 100, on no scale")


MIGRATIONS: tuple[Callable[[Mapping[str, Any]], Mapping[str, Any]], ...] = (_with_scales,)
"""The first leads from schema 1 to 2. Who changes the file's shape adds a step, and an old file to the tests."""

SCHEMA = 1 + len(MIGRATIONS)
"""Version of the file's shape, as it is written."""


def migrated(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what was read in the shape of ``SCHEMA``; what its own schema had no place for is missing.

    Raises:
        SnapshotError: it is of a later schema, or of one that there never was.
        KeyError, TypeError, AttributeError: it is no snapshot.
    """
    schema = raw["schema"]
    if type(schema) is not int or schema < 1:
        raise SnapshotError(
            f"the snapshot has schema {schema}, which no version had; `tierline refresh` makes a new one"
        )
    if schema > SCHEMA:
        raise SnapshotError(
            f"the snapshot has schema {schema}, of a later version of Tierline, and this one reads up to {SCHEMA}; "
            "update Tierline, or let `tierline refresh` make a new one"
        )
    for step in MIGRATIONS[schema - 1 :]:
        raw = step(raw)
    return raw
