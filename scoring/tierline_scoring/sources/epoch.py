"""Epoch AI's Benchmarking Hub, a ZIP of one CSV a benchmark.

Taken are the tables that Epoch ran itself, and of the external ones MMLU as run by Stanford CRFM's HELM. The rest of
the external tables quotes papers, keeps its publishers' terms, and mixes base with chat models.
"""

import io
import zlib
from collections.abc import Mapping
from zipfile import BadZipFile, ZipFile, ZipInfo

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import day, decode, parse_csv
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_ID = "epoch"
_NAME, _SCORE, _STARTED = "Model version", "Best score (across scorers)", "Started at"
_OWN_RUNS = {
    "gpqa_diamond.csv": "gpqa",
    "otis_mock_aime_2024_2025.csv": "aime-otis",
    "math_level_5.csv": "math-l5",
    "swe_bench_verified.csv": "swe-bench-epoch",
    "simpleqa_verified.csv": "simpleqa-verified",
}
_MMLU, _EXACT_MATCH, _DISPLAY_NAME, _SHOTS, _PUBLISHER = "mmlu_external.csv", "EM", "Name", "Shots", "Source"
_HELM = "Stanford CRFM"
_MOST_FILES, _MOST_BYTES = 1_000, 32_000_000
"""The archive holds some 80 tables; unpacked, the largest has less than a megabyte."""


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the tables of the archive; a table that is gone is counted.

    Raises:
        SourceError: It is no archive, a damaged or a suspiciously large one, or a table lost a column.
    """
    tally = Tally(_ID)
    for body in bodies.values():
        tables = _unpack(body)
        for file, benchmark in _OWN_RUNS.items():
            if file in tables:
                _take_own_run(tally, benchmark, tables[file])
            else:
                tally.leave_out(f"table {file} is gone")
        if _MMLU in tables:
            _take_mmlu(tally, tables[_MMLU])
        else:
            tally.leave_out(f"table {_MMLU} is gone")
    return tally.parsed()


def _take_own_run(tally: Tally, benchmark: str, table: bytes) -> None:
    for row in parse_csv(decode(table, _ID), (_NAME, _SCORE, _STARTED), _ID):
        tally.figure(
            benchmark=benchmark,
            name=row[_NAME],
            score=row[_SCORE],
            scale=Scale.FRACTION,
            date=day(row[_STARTED]),
            metric="fraction",
        )


def _take_mmlu(tally: Tally, table: bytes) -> None:
    for row in parse_csv(decode(table, _ID), (_NAME, _EXACT_MATCH, _PUBLISHER), _ID):
        if _HELM not in row[_PUBLISHER]:
            tally.leave_out("quoted from elsewhere")
            continue
        tally.figure(
            benchmark="mmlu",
            name=row[_NAME] or row.get(_DISPLAY_NAME, ""),
            score=row[_EXACT_MATCH],
            scale=Scale.FRACTION,
            metric=f"fraction; {row.get(_SHOTS) or '?'}-shot; {row[_PUBLISHER]}",
        )


def _unpack(body: bytes) -> dict[str, bytes]:
    """Return the tables we read by file name, never more than the limit, whatever the archive claims."""
    tables: dict[str, bytes] = {}
    left = _MOST_BYTES
    try:
        with ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_FILES:
                raise SourceError(f"{_ID}: the archive holds {len(members):,} files, that is no table of benchmarks")
            for member in members:
                name = member.filename.rsplit("/", 1)[-1]
                if name == _MMLU or name in _OWN_RUNS:
                    tables[name] = _read(archive, member, left)
                    left -= len(tables[name])
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"{_ID}: the answer is no archive that can be read ({error})") from error
    if not tables:
        raise SourceError(f"{_ID}: the archive holds none of the tables we read")
    return tables


def _read(archive: ZipFile, member: ZipInfo, limit: int) -> bytes:
    with archive.open(member) as file:
        table = file.read(limit + 1) if member.file_size <= limit else b"?" * (limit + 1)
    if len(table) > limit:
        raise SourceError(f"{_ID}: unpacked, the archive is larger than {_MOST_BYTES // 1_000_000} MB")
    return table


SOURCE = BenchmarkSource(
    id=_ID,
    name="Epoch AI Benchmarking Hub",
    homepage="https://epoch.ai/benchmarks",
    format="ZIP of CSVs",
    licence="CC BY 4.0",
    bundled=True,
    locations=(Location(url="https://epoch.ai/data/benchmark_data.zip"),),
    parse=parse,
    note="Epoch's own runs; MMLU as run by Stanford CRFM's HELM",
)
