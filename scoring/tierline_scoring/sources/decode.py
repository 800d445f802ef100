"""From the bytes of an answer to JSON objects or CSV rows; whatever is not what it should be is a ``SourceError``."""

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tierline_scoring.sources.source import SourceError

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def parse_json(body: bytes, source: str) -> Any:
    """Parse ``body``; figures with a point are ``Decimal``, so that they can be told letter by letter.

    Raises:
        SourceError: It is empty, cut off, a web page, or otherwise not JSON.
    """
    text = decode(body, source)
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{source}: the answer is not JSON, or was cut off ({error})") from error


def parse_csv(text: str, columns: Iterable[str], source: str) -> list[dict[str, str]]:
    """Return the rows of a table with a heading; cells are stripped, missing ones empty.

    Raises:
        SourceError: One of ``columns`` is missing, or there is no row.
    """
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
        rows = [{key: value.strip() for key, value in row.items() if key} for row in reader]
    except csv.Error as error:
        raise SourceError(f"{source}: the table cannot be read ({error})") from error
    if missing := sorted(set(columns) - set(reader.fieldnames or ())):
        raise SourceError(f"{source}: the table has no column {' or '.join(map(repr, missing))} any more")
    if not rows:
        raise SourceError(f"{source}: the table is empty")
    return rows


def decode(body: bytes, source: str) -> str:
    """Return ``body`` as text.

    Raises:
        SourceError: It is empty, a web page, or not UTF-8.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{source}: the answer is not UTF-8 text") from error
    if not text.strip():
        raise SourceError(f"{source}: the answer is empty")
    if text.lstrip()[:1] == "<":
        raise SourceError(f"{source}: the answer is a web page instead of data")
    return text


def as_mapping(value: Any) -> Mapping[str, Any]:
    """Return an object as it is; anything else, such as null, as an empty one."""
    return value if isinstance(value, dict) else {}


def rows_at(document: Any, key: str, source: str) -> list[Mapping[str, Any]]:
    """Return the objects of the list under ``key``.

    Raises:
        SourceError: There is no such list, or no object in it; what the source says of an error is told.
    """
    envelope = as_mapping(document)
    if "error" in envelope and key not in envelope:
        error = envelope["error"]
        said = as_mapping(error).get("message") or error
        raise SourceError(f"{source} answers with an error: {str(said)[:200]}")
    found = envelope.get(key)
    if not isinstance(found, list):
        raise SourceError(f"{source}: the answer has no list '{key}' any more")
    rows: list[Mapping[str, Any]] = [row for row in found if isinstance(row, dict)]
    if not rows:
        raise SourceError(f"{source}: the list '{key}' is empty")
    return rows


def number(value: Any) -> float | None:
    """Return a finite number, of JSON or of a table's cell; ``None`` for anything else, NaN included."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        result = float(value)
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def text_of(value: Any) -> str:
    """Return a string without the blanks around it; empty for anything that is none."""
    return value.strip() if isinstance(value, str) else ""


def day(value: Any) -> str:
    """Return the day of an ISO 8601 date or time, ``2026-04-15``; empty if it is none."""
    found = _DAY.match(text_of(value))
    return found[0] if found else ""
