import json
from collections.abc import Callable

import pytest

from tierline_scoring.sources import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.livebench import SOURCE

Recorded = Callable[[BenchmarkSource], dict[str, bytes]]
(LISTING,) = SOURCE.locations
BEST = "maker-opus-4-5-20251101-thinking-64k-high-effort"


@pytest.fixture
def bodies(recorded: Recorded) -> dict[str, bytes]:
    return recorded(SOURCE)


@pytest.fixture
def parsed(bodies: dict[str, bytes]) -> Parsed:
    return SOURCE.parse(bodies)


def listing(*names: str) -> bytes:
    return json.dumps([{"name": name, "type": "file"} for name in names]).encode()


def test_the_newest_release_with_all_its_files_is_followed(bodies: dict[str, bytes]) -> None:
    found = SOURCE.follow(LISTING, bodies[LISTING.url])
    assert [(location.name, location.url) for location in found] == [
        ("categories", "https://livebench.ai/categories_2026_06_25.json"),
        ("cost", "https://livebench.ai/cost_2026_06_25.csv"),
        ("table", "https://livebench.ai/table_2026_06_25.csv"),
    ]
    assert not SOURCE.follow(found[0], b"{}")


def test_a_release_without_costs_is_followed_too() -> None:
    found = SOURCE.follow(LISTING, listing("table_2025_11_25.csv", "categories_2025_11_25.json"))
    assert [location.name for location in found] == ["categories", "table"]


@pytest.mark.parametrize(
    "body",
    [
        listing("index.html", "table_2026_06_25.csv", "categories_2026_01_08.json"),
        listing("../table_2026_06_25.csv", "x/categories_2026_06_25.json"),
        b'{"message": "API rate limit exceeded"}',
        b"[]",
        b"<html></html>",
    ],
)
def test_a_listing_without_a_whole_release_is_told(body: bytes) -> None:
    with pytest.raises(SourceError, match="livebench"):
        SOURCE.follow(LISTING, body)


def test_a_category_is_the_mean_of_its_tasks(bodies: dict[str, bytes], parsed: Parsed) -> None:
    (table,) = (body.decode().splitlines() for url, body in bodies.items() if "table" in url)
    row = dict(zip(table[0].split(","), table[1].split(","), strict=True))
    coding = (float(row["code_generation"]) + float(row["code_completion"])) / 2
    (figure,) = (f for f in parsed.figures if f.name == BEST and f.benchmark == "livebench-coding")
    assert figure.value == pytest.approx(coding, abs=0.005)
    assert (figure.date, figure.metric) == ("2026-06-25", "release 2026-06-25; mean of 2 tasks")
    assert len({f.benchmark for f in parsed.figures}) == 7


def test_efforts_of_one_model_stay_apart(parsed: Parsed) -> None:
    assert {BEST, "maker-opus-4-5-20251101-low-effort"} <= {figure.name for figure in parsed.figures}


def test_a_task_without_a_score_takes_its_category_out(parsed: Parsed) -> None:
    of_nano = {f.benchmark for f in parsed.figures if f.name == "maker-nano-minimal"}
    assert "livebench-agentic-coding" not in of_nano
    assert "livebench-coding" in of_nano
    assert parsed.left_out == {"no score": 1}


def test_a_task_off_the_scale_is_not_hidden_by_the_mean(bodies: dict[str, bytes]) -> None:
    url = next(url for url in bodies if "table" in url)
    head, first, *rest = bodies[url].decode().splitlines()
    cells = dict(zip(head.split(","), first.split(","), strict=True)) | {
        "code_generation": "170",
        "code_completion": "1",
    }
    parsed = SOURCE.parse(bodies | {url: "\n".join([head, ",".join(cells.values()), *rest]).encode()})
    assert not [f for f in parsed.figures if f.name == BEST and f.benchmark == "livebench-coding"]
    assert parsed.left_out["score is off its scale"] == 1


def test_dollars_and_tokens_are_those_of_one_question(parsed: Parsed) -> None:
    agentic = {c.name: c for c in parsed.costs if c.benchmark == "livebench-agentic-coding"}
    assert agentic[BEST].usd_per_task == pytest.approx(0.04)
    assert agentic[BEST].tokens_per_task == pytest.approx(4000.0)
    assert "maker-27b" not in agentic


def test_costs_of_the_older_shape_have_no_count_of_questions_and_are_left_out(bodies: dict[str, bytes]) -> None:
    url = next(url for url in bodies if "cost" in url)
    parsed = SOURCE.parse(bodies | {url: b"model,code_generation,code_completion\nm,1.5,2.5\n"})
    assert parsed.costs == ()
    assert parsed.left_out["a cost without its count of questions"] == 7
    assert parsed.figures


@pytest.mark.parametrize("body", [b"<!doctype html>", b"", b"name,x\nm,1\n"])
def test_costs_that_cannot_be_read_do_not_cost_the_scores(body: bytes, bodies: dict[str, bytes]) -> None:
    url = next(url for url in bodies if "cost" in url)
    parsed = SOURCE.parse(bodies | {url: body})
    assert len(parsed.figures) == 41
    assert parsed.left_out["costs not understood"] == 1


def test_a_task_that_the_table_has_not_is_told(bodies: dict[str, bytes]) -> None:
    url = next(url for url in bodies if "categories" in url)
    with pytest.raises(SourceError, match="'rust'"):
        SOURCE.parse(bodies | {url: b'{"Coding": ["code_generation", "rust"]}'})


def test_new_categories_are_counted_and_only_new_ones_are_an_error(bodies: dict[str, bytes]) -> None:
    url = next(url for url in bodies if "categories" in url)
    parsed = SOURCE.parse(bodies | {url: b'{"Coding": ["code_generation"], "Law": ["typos"], "IF": "paraphrase"}'})
    assert {figure.benchmark for figure in parsed.figures} == {"livebench-coding"}
    assert parsed.left_out["a category that is not known here"] == 2
    with pytest.raises(SourceError, match="none of its categories"):
        SOURCE.parse(bodies | {url: b'{"Law": ["typos"]}'})


@pytest.mark.parametrize("kind", ["table", "categories"])
def test_a_file_that_was_not_fetched_is_told(kind: str, bodies: dict[str, bytes]) -> None:
    with pytest.raises(SourceError, match=kind):
        SOURCE.parse({url: body for url, body in bodies.items() if kind not in url})


def test_only_files_of_the_site_are_ever_followed() -> None:
    hostile = [
        {"name": "table_2026_06_25.csv", "download_url": "https://example.org/table_2026_06_25.csv"},
        {"name": "categories_2026_06_25.json", "download_url": "file:///etc/passwd"},
    ]
    found = SOURCE.follow(Location(url=LISTING.url), json.dumps(hostile).encode())
    assert all(location.url.startswith("https://livebench.ai/") for location in found)
