from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tierline_scoring.sources import BenchmarkSource, alpaca_eval, livebench, llm_stats

SAMPLES = Path(__file__).parent / "samples"

FILES_IN_ORDER = {
    "aider": ("aider/polyglot_leaderboard.yml", "aider/edit_leaderboard.yml"),
    "simple-evals": ("simple_evals/README.md",),
    "evalplus": ("evalplus/results.json",),
    "bigcodebench": ("bigcodebench/results.json", "bigcodebench/results-hard.json"),
    "zeroeval": tuple(
        f"zeroeval/{name}.summary.json" for name in ("gsm", "mmlu-redux", "crux", "math-l5", "zebra-grid")
    ),
    "arena-hard": ("arena_hard/arena_hard_leaderboard_20240731.csv",),
    "alpaca-eval": tuple(f"alpaca_eval/{location.url.rsplit('/', 1)[1]}" for location in alpaca_eval.SOURCE.locations),
    "swe-bench": ("swebench/leaderboards.json",),
    "livecodebench": ("livecodebench/performances_generation.json",),
}
"""Source → its samples, in the order of its locations."""


@pytest.fixture(scope="session")
def recorded() -> Callable[[BenchmarkSource], dict[str, bytes]]:
    """Give what each board answers, by URL, as a refresh would hand it over."""

    def bodies_of(source: BenchmarkSource) -> dict[str, bytes]:
        if source.id == livebench.SOURCE.id:
            (listing,) = source.locations
            body = (SAMPLES / "livebench" / "contents.json").read_bytes()
            files = {found.url: found.url.rsplit("/", 1)[1] for found in source.follow(listing, body)}
            return {listing.url: body} | {
                url: (SAMPLES / "livebench" / name).read_bytes() for url, name in files.items()
            }
        if source.id == llm_stats.SOURCE.id:
            return {source.locations[0].url: packed(SAMPLES / "llm_stats")}
        return {
            location.url: (SAMPLES / name).read_bytes()
            for location, name in zip(source.locations, FILES_IN_ORDER[source.id], strict=True)
        }

    return bodies_of


def packed(folder: Path) -> bytes:
    """Pack a folder as a repository's archive is packed: under one folder more, named after the branch."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*.json")):
            archive.write(path, Path("llm-leaderboard-main") / path.relative_to(folder))
    return buffer.getvalue()
