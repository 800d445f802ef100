"""Rows of a dataset as Hugging Face's dataset viewer gives them, a page of at most 100 at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from tierline_scoring.sources.decode import as_mapping, parse_json, rows_at
from tierline_scoring.sources.source import Location, SourceError

PAGE = 100
_MOST_PAGES = 200
_HOST = "https://datasets-server.huggingface.co"


def rows_url(dataset: str, config: str, split: str, where: str = "") -> str:
    """Return the address of the first page; ``where`` is a condition in the viewer's SQL (``"category"='coding'``)."""
    query = {"dataset": dataset, "config": config, "split": split}
    query |= {"where": where} if where else {}
    query |= {"offset": "0", "length": str(PAGE)}
    return f"{_HOST}/{'filter' if where else 'rows'}?{urlencode(query)}"


def config_of(url: str) -> str:
    """Return the part of the dataset that ``url`` asks for."""
    return parse_qs(urlsplit(url).query).get("config", [""])[0]


def next_page(location: Location, body: bytes) -> tuple[Location, ...]:
    """Return the page after ``body``, if there is one.

    Raises:
        SourceError: The answer has no such shape, or there are more pages than any board has.
    """
    document = parse_json(body, location.name or "dataset viewer")
    rows = rows_at(document, "rows", location.name or "dataset viewer")
    parts = urlsplit(location.url)
    query = dict(parse_qsl(parts.query))
    offset = int(query.get("offset", "0")) + len(rows)
    if offset >= _total(document):
        return ()
    if offset >= PAGE * _MOST_PAGES:
        raise SourceError(f"{location.name}: more than {PAGE * _MOST_PAGES:,} rows")
    query["offset"] = str(offset)
    return (replace(location, url=urlunsplit(parts._replace(query=urlencode(query)))),)


def all_rows(bodies: Mapping[str, bytes], source: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (address, row) for every row of every page.

    Raises:
        SourceError: A page is missing or unreadable, or a row was shortened by the server.
    """
    seen: defaultdict[str, int] = defaultdict(int)
    expected: dict[str, int] = {}
    for url, body in bodies.items():
        document = parse_json(body, source)
        rows = rows_at(document, "rows", source)
        board = _without_offset(url)
        seen[board] += len(rows)
        expected[board] = max(expected.get(board, 0), _total(document))
        for row in rows:
            if row.get("truncated_cells"):
                raise SourceError(f"{source}: the server shortened a row")
            yield url, as_mapping(row.get("row", row))
    if not bodies:
        raise SourceError(f"{source}: nothing was fetched")
    for board, count in seen.items():
        if count < expected[board]:
            raise SourceError(f"{source}: only {count:,} of {expected[board]:,} rows were fetched")


def _total(document: Any) -> int:
    total = as_mapping(document).get("num_rows_total")
    return total if isinstance(total, int) else 0


def _without_offset(url: str) -> str:
    parts = urlsplit(url)
    query = {key: value for key, value in parse_qsl(parts.query) if key != "offset"}
    return urlunsplit(parts._replace(query=urlencode(query)))
