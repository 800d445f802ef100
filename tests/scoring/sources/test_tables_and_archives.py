import io
import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tierline_scoring.published import Published
from tierline_scoring.sources import Parsed, SourceError, epoch, lmsys_table, models_dev

SAMPLES = Path(__file__).parent / "samples"


def packed(extra: dict[str, bytes] | None = None, folder: str = "") -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for path in sorted((SAMPLES / "epoch").iterdir()):
            archive.writestr(folder + path.name, path.read_bytes())
        for name, table in (extra or {}).items():
            archive.writestr(folder + name, table)
    return buffer.getvalue()


def hub(body: bytes | None = None) -> Parsed:
    return epoch.SOURCE.parse({epoch.SOURCE.locations[0].url: packed() if body is None else body})


def lmsys(text: str | None = None) -> Parsed:
    (location,) = lmsys_table.SOURCE.locations
    sample = (SAMPLES / "lmsys_table" / location.url.rsplit("/", 1)[1]).read_text(encoding="utf-8")
    return lmsys_table.SOURCE.parse({location.url: (sample if text is None else text).encode()})


def figure(parsed: Parsed, name: str, benchmark: str) -> Published:
    return next(found for found in parsed.figures if (found.name, found.benchmark) == (name, benchmark))


def test_the_newest_of_several_runs_counts_and_notes_over_many_lines_are_one_cell() -> None:
    found = hub()
    assert figure(found, "claude-opus-4-6", "swe-bench-epoch").published == "0.7871900826446281"
    assert figure(found, "gpt-5.1-2025-11-13_high", "swe-bench-epoch").date == "2026-02-18"
    assert figure(found, "glm-4.7", "gpqa").value == pytest.approx(83.33, abs=0.01)
    assert found.left_out["another run of the same model"] == 2
    assert found.as_of == "2026-04-15"


def test_of_the_external_tables_only_the_independent_mmlu_runs_are_taken() -> None:
    found = hub()
    mmlu = {entry.name: entry.published for entry in found.figures if entry.benchmark == "mmlu"}
    assert mmlu == {"amazon.nova-lite-v1:0": "0.77", "Arctic Instruct": "0.677", "claude-2.1": "0.735"}
    assert found.left_out["quoted from elsewhere"] == 1


def test_tables_in_a_folder_are_found_and_missing_ones_counted() -> None:
    found = hub(packed(folder="benchmark_data/"))
    assert found.figures == hub().figures
    assert found.left_out["table math_level_5.csv is gone"] == 1


def test_a_table_without_its_score_column_is_one_error() -> None:
    with pytest.raises(SourceError, match="no column 'Best score"):
        hub(packed({"math_level_5.csv": b"Model version,Started at\na,2026-01-01\n"}))


def test_an_archive_that_unpacks_without_end_is_refused() -> None:
    bomb = packed({"math_level_5.csv": b"," * 40_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(SourceError, match="larger than 32 MB"):
        hub(bomb)


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    bomb = packed({"math_level_5.csv": b"," * 40_000_000})
    lying = bomb.replace((40_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lying != bomb
    with pytest.raises(SourceError):
        hub(lying)


@pytest.mark.parametrize(
    "damage", [lambda body: body[: len(body) // 2], lambda body: body[:200] + b"\0" * 400 + body[600:]]
)
def test_a_damaged_archive_is_one_error(damage: object) -> None:
    assert callable(damage)
    with pytest.raises(SourceError):
        hub(damage(packed()))


def test_an_archive_of_other_things_is_refused() -> None:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(SourceError, match="none of the tables"):
        hub(buffer.getvalue())


def test_both_columns_of_the_lmsys_table_are_read_on_their_own_scales() -> None:
    found = lmsys()
    qwen = figure(found, "qwen2-72b-instruct", "mt-bench")
    assert (qwen.published, qwen.value, qwen.date) == ("9.12", pytest.approx(91.2), "2025-08-04")
    assert figure(found, "qwen2-72b-instruct", "mmlu").value == pytest.approx(84.2)
    assert found.left_out == {"no score": 6, "means another model": 1}


def test_a_dash_is_no_score_and_the_preview_is_not_the_release_of_that_name() -> None:
    names = {(entry.name, entry.benchmark) for entry in lmsys().figures}
    assert ("gpt-4-1106-preview", "mmlu") not in names
    assert not any(name == "gpt-4-turbo" for name, _ in names)


def test_a_column_that_changed_its_scale_is_refused() -> None:
    head = "key,MT-bench (score),MMLU\n"
    with pytest.raises(SourceError, match="mmlu are not on the scale"):
        lmsys(head + "".join(f"model-{n},8.{n},7{n}.5\n" for n in range(6)))
    with pytest.raises(SourceError, match="mt-bench look like fractions"):
        lmsys(head + "".join(f"model-{n},0.8{n},0.7{n}\n" for n in range(6)))


def test_single_cells_that_are_no_figures_are_counted_not_fatal() -> None:
    rows = "a,8.5,0.7\nb,nan,-0.2\nc,about 8,0.6\n,7,0.5\n"
    found = lmsys("key,MT-bench (score),MMLU\n" + rows)
    assert {(entry.name, entry.benchmark) for entry in found.figures} == {
        ("a", "mt-bench"),
        ("a", "mmlu"),
        ("c", "mmlu"),
    }
    assert found.left_out == {"score is no number": 2, "score is off its scale": 1, "no name": 2}


def test_figures_kept_by_hand_say_who_published_them() -> None:
    found = models_dev.SOURCE.parse({"models": (SAMPLES / "models_dev" / "models.json").read_bytes()})
    scale = figure(found, "openai/gpt-5.4", "swe-bench-pro")
    assert (scale.published, scale.self_reported) == ("59.1", False)
    assert scale.metric == "resolve rate; Scale Public; labs.scale.com"
    vendor = figure(found, "mistral/devstral-medium-2507", "swe-bench-verified")
    assert (vendor.published, vendor.self_reported) == ("61.6", True)


def test_the_harness_that_all_models_share_is_preferred() -> None:
    found = models_dev.SOURCE.parse({"models": (SAMPLES / "models_dev" / "models.json").read_bytes()})
    assert figure(found, "openai/gpt-5.4", "swe-atlas-qna").published == "36.3"


def test_figures_of_boards_with_terms_of_their_own_are_not_taken_second_hand() -> None:
    found = models_dev.SOURCE.parse({"models": (SAMPLES / "models_dev" / "models.json").read_bytes()})
    assert found.left_out == {
        "of a board read elsewhere": 3,
        "another run of the same model": 1,
        "another benchmark": 1,
    }
    with pytest.raises(SourceError, match="no table of models"):
        models_dev.SOURCE.parse({"models": json.dumps({"providers": {}}).encode()})
