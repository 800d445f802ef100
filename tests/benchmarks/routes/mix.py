"""Which tiers the difficulty asks for on a plausible mix: functions of Python's library, with what people order."""

import argparse
import ast
import asyncio.base_events
import collections
import concurrent.futures.thread
import configparser
import csv
import http.client
import inspect
import json.decoder
import pathlib
import shutil
import statistics
import textwrap
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from types import ModuleType

from tierline.classify import classify
from tierline.task import Complexity, Kind, Task

from .section import Section

_MODULES: tuple[ModuleType, ...] = (
    argparse,
    asyncio.base_events,
    collections,
    concurrent.futures.thread,
    configparser,
    csv,
    http.client,
    json.decoder,
    pathlib,
    shutil,
    statistics,
    textwrap,
)

_ORDERS: tuple[tuple[Kind, str], ...] = (
    (Kind.EDIT, "rename the parameter to something clearer"),
    (Kind.EXPLAIN, ""),
    (Kind.FIX, ""),
    (Kind.EDIT, "log a warning when the value is missing"),
    (Kind.GENERATE, "add a method that returns the same as a dict"),
    (Kind.REFACTOR, ""),
    (Kind.EXPLAIN, ""),
    (Kind.ASK, "can this ever return None?"),
    (Kind.TEST, ""),
    (Kind.FIX, "it fails for an empty list"),
    (Kind.DOCUMENT, ""),
    (Kind.EDIT, "accept an iterable as well"),
    (Kind.REVIEW, ""),
    (Kind.EDIT, "use a dataclass here"),
    (Kind.FIX, "TypeError: unsupported operand"),
    (Kind.REFACTOR, "extract the parsing into its own function"),
    (Kind.GENERATE, "write a helper that retries this three times"),
    (Kind.OPTIMIZE, ""),
    (Kind.ASK, "why is the lock taken here?"),
)
"""In turn, one a function; their number shares no factor with anything in the library's order."""


def shares() -> Section:
    """Return how many of the mix are simple, moderate and complex, as a whole and by kind."""
    profiles = [
        classify(
            Task(
                kind=kind, source=code, start=0, end=len(code), path="app/core.py", language="python", instruction=order
            )
        )
        for code, (kind, order) in zip(_functions(), cycle(_ORDERS), strict=False)
    ]
    whole = Counter(profile.complexity for profile in profiles)
    by_kind = {kind: Counter(p.complexity for p in profiles if p.kind is kind) for kind, _ in _ORDERS}
    rows = [("all", *_cells(whole))]
    rows += [(kind.value, *_cells(counted)) for kind, counted in sorted(by_kind.items())]
    return Section(
        "Complexity of a plausible mix: functions of Python's library under everyday orders",
        ("kind", "tasks", "simple", "moderate", "complex"),
        tuple(rows),
        ("Simple goes to MINIMUM, moderate to DEFAULT, complex to MAXIMUM, where no rule before says otherwise.",),
    )


def _cells(counted: Counter[Complexity]) -> tuple[str, str, str, str]:
    total = counted.total()
    simple, moderate, hard = (f"{counted[which] / total:.0%}" for which in Complexity)
    return str(total), simple, moderate, hard


def _functions() -> Iterator[str]:
    for module in _MODULES:
        source = inspect.getsource(module)
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield ast.get_source_segment(source, node, padded=True) or ""
