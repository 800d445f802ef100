"""JSON in which a ``Decimal`` stays what it is: no binary rounding, no exponent."""

import json
from decimal import Decimal
from typing import Any


class Verbatim(str):
    """Text that is JSON already and is written as it stands."""

    __slots__ = ()


def dumps(value: Any) -> bytes:
    """Write JSON as UTF-8, compact. A lone surrogate, which UTF-8 can't hold, becomes ``?``."""
    return _text(value).encode("utf-8", "replace")


def loads(data: bytes) -> Any:
    """Read JSON; numbers with a fraction become ``Decimal``. Raises ``ValueError``, also for ``NaN``."""
    try:
        return json.loads(data, parse_float=Decimal, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def number(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros (``0.0000056``)."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(value: Any) -> str:
    match value:
        case Verbatim():
            return str(value)
        case Decimal():
            return number(value)
        case dict():
            return "{" + ",".join(f"{json.dumps(str(key))}:{_text(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(_text, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
