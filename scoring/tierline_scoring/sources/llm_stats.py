"""llm-stats: what model cards say, collected by hand until October 2025; nearly all of it the vendors' own figures.

A file a model, some 170 of them. We fetch the repository's archive instead, which is one request.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 -- it is a class

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import day, parse_json, text_of
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_URL = "https://github.com/JonathanChavezTamales/llm-leaderboard/archive/refs/heads/main.zip"
_MEMBER = re.compile(r"[^/]+/data/organizations/([^/]+)/models/([^/]+)/benchmarks\.json$")
_MOST_BYTES = 1_000_000
_BENCHMARKS = {
    name: name
    for name in (
        "mmlu",
        "humaneval",
        "gsm8k",
        "mt-bench",
        "mmlu-pro",
        "mmlu-redux",
        "gpqa",
        "math",
        "math-500",
        "mgsm",
        "drop",
        "ifeval",
        "simpleqa",
        "livecodebench",
        "swe-bench-verified",
        "aider-polyglot",
        "aime-2024",
        "aime-2025",
    )
} | {"humanity's-last-exam": "hle"}
"""Its ids → ours, where both mean the same."""
_WRONG = {
    ("nvidia/llama-3.1-nemotron-70b-instruct", "mt-bench"): "known to be wrong",  # 0.0899 for 8.98 of 10
    ("google/gemma-2-9b-it", "humaneval"): "figure of the base model",
    ("google/gemma-2-27b-it", "humaneval"): "figure of the base model",
    ("mistral/ministral-8b-instruct-2410", "humaneval"): "figure of the base model",
    ("qwen/qwen3-235b-a22b", "*"): "figure of the base model",
    ("ibm/granite-3.3-8b-base", "*"): "figure of the instruct model",
}
"""(name, benchmark or ``*``) → what is wrong with it."""


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the scores, fractions, of every ``benchmarks.json`` in the archive; a name is ``organization/model``.

    Raises:
        SourceError: The body is no whole archive, or holds no such file.
    """
    tally = Tally("llm-stats")
    try:
        with ZipFile(BytesIO(bodies.get(_URL, b""))) as archive:
            members = [(found, info) for info in archive.infolist() if (found := _MEMBER.match(info.filename))]
            if not members:
                raise SourceError("llm-stats: the archive holds no models/*/benchmarks.json any more")
            for found, info in members:
                _read(f"{found[1]}/{found[2]}", archive, info, tally)
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceError(f"llm-stats: the answer is no whole ZIP archive ({error})") from error
    return tally.parsed()


def _read(name: str, archive: ZipFile, info: ZipInfo, tally: Tally) -> None:
    if info.file_size > _MOST_BYTES:
        tally.leave_out("file too large")
        return
    try:
        rows = parse_json(archive.read(info), "llm-stats")
    except SourceError:
        tally.leave_out("file not understood")
        return
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            _take(name, row, tally)


def _take(name: str, row: Mapping[str, Any], tally: Tally) -> None:
    benchmark = _BENCHMARKS.get(text_of(row.get("benchmark_id")))
    if benchmark is None:
        tally.leave_out("a benchmark that is not read")
    elif wrong := _WRONG.get((name, benchmark)) or _WRONG.get((name, "*")):
        tally.leave_out(wrong)
    else:
        tally.figure(
            benchmark=benchmark,
            name=name,
            score=row.get("score"),
            scale=Scale.FRACTION,
            date=day(row.get("updated_at")) or day(row.get("created_at")),
            metric=text_of(row.get("analysis_method")),
            self_reported=row.get("is_self_reported") is not False,
        )


SOURCE = BenchmarkSource(
    id="llm-stats",
    name="llm-stats: scores of model cards",
    homepage="https://github.com/JonathanChavezTamales/llm-leaderboard",
    format="ZIP of the repository, JSON a model",
    licence="CC BY 4.0",
    bundled=True,
    locations=(Location(url=_URL),),
    parse=parse,
    self_reported=True,
    note="almost all reported by the vendors themselves; not continued since October 2025",
)
