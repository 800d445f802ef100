"""What users write, and what they are told when it is not understood."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tierline.settings import BadSettings, Settings, load_file, merged, parse_settings
from tierline.settings.file import migrated
from tierline.task import Tier


def told(raw: Any) -> tuple[str, ...]:
    _, problems = parse_settings(raw, "the editor's settings")
    return problems


def test_everything_has_a_default_and_nothing_said_is_no_problem() -> None:
    for nothing in (None, {}, {"tier": None}, {"budget": {}}, {"budget": None}):
        assert parse_settings(nothing, "x") == (Settings(), ())
    assert Settings().pin is None


def test_what_is_said_is_taken() -> None:
    settings, problems = parse_settings(
        {
            "tier": "maximum",
            "costConcern": "high",
            "escalate": "ask",
            "whenFreeIsOut": "fail",
            "privacy": {"dataCollection": "deny", "zdr": True},
            "budget": {"perTaskUsd": 0.1, "perSessionUsd": "2.50"},
            "models": {"default": ["acme/a", "acme/b:free"]},
            "timeLimits": {"stallS": 5},
        },
        "x",
    )
    assert not problems
    assert settings.pin is Tier.MAXIMUM
    assert settings.budget.per_task_usd == Decimal("0.1"), "not the binary number next to it"
    assert settings.budget.per_session_usd == Decimal("2.50")
    assert settings.models.of(Tier.DEFAULT) == ("acme/a", "acme/b:free")
    assert settings.models.of(Tier.MINIMUM) == ()
    assert (settings.time_limits.stall_s, settings.time_limits.connect_s) == (5, 10)


@pytest.mark.parametrize(
    ("raw", "place", "said"),
    [
        ({"tier": "best"}, "tier", "'auto', 'minimum', 'default' or 'maximum'"),
        ({"tier": 3}, "tier", "3"),
        ({"escalate": True}, "escalate", "true"),
        ({"budget": {"perTaskUsd": "lots"}}, "budget.perTaskUsd", '"lots"'),
        ({"budget": {"perTaskUsd": -1}}, "budget.perTaskUsd", "greater than or equal to 0"),
        ({"budget": {"perTaskUsd": 0.123456789}}, "budget.perTaskUsd", "6 decimal places"),
        ({"budget": {"perTaskUsd": float("nan")}}, "budget.perTaskUsd", "finite"),
        ({"budget": {"perTaskUsd": float("inf")}}, "budget.perTaskUsd", "finite"),
        ({"budget": {"perTaskUsd": [1]}}, "budget.perTaskUsd", "[1]"),
        ({"budget": 5}, "budget", "5"),
        ({"privacy": {"zdr": "perhaps"}}, "privacy.zdr", "boolean"),
        ({"privacy": {"dataCollection": "maybe"}}, "privacy.dataCollection", "'allow' or 'deny'"),
        ({"models": {"minimum": "acme/a"}}, "models.minimum", '"acme/a": input should be a list'),
        ({"rules": {"name": "night"}}, "rules", "should be a list"),
        ({"models": {"minimum": ["acme/a", "with space"]}}, "models.minimum.1", "with space"),
        ({"models": {"minimum": [""]}}, "models.minimum.0", '""'),
        ({"timeLimits": {"connectS": 0}}, "timeLimits.connectS", "greater than 0"),
        ({"timeLimits": {"connectS": 1e9}}, "timeLimits.connectS", "3600"),
        ({"timeLimits": {"connectS": float("nan")}}, "timeLimits.connectS", "NaN"),
        ({"timeLimits": {"connectS": None}}, "timeLimits.connectS", "null"),
        ({"tiers": "auto"}, "tiers", "did you mean tier?"),
        ({"cost_concern": "high"}, "cost_concern", "did you mean costConcern?"),
        ({"budget": {"perTaskUSD": 1}}, "budget.perTaskUSD", "did you mean budget.perTaskUsd?"),
        ({"models": {"maximun": []}}, "models.maximun", "did you mean models.maximum?"),
        ({"budget": {"tier": 1}}, "budget.tier", "remove it"),
        ({"zzz": 1}, "zzz", "remove it"),
    ],
)
def test_a_malformed_value_is_one_sentence_with_its_place_and_what_to_do(
    raw: dict[str, Any], place: str, said: str
) -> None:
    (sentence,) = told(raw)
    assert f" {place} (the editor's settings)" in sentence
    assert said in sentence
    assert sentence.endswith(("correct it.", "remove it.", "?"))
    assert "\n" not in sentence
    assert len(sentence) < 300


@pytest.mark.parametrize("raw", [[], "text", 7, True])
def test_settings_that_are_no_object_are_one_sentence(raw: Any) -> None:
    (sentence,) = told(raw)
    assert "must be an object" in sentence


def test_every_malformed_value_is_told_and_its_neighbours_count() -> None:
    settings, problems = parse_settings(
        {
            "tier": "best",
            "costConcern": "high",
            "budget": {"perTaskUsd": "x", "perSessionUsd": "y"},
            "privacy": {"dataCollection": "denny", "zdr": True},
            "models": {"minimum": [7], "default": ["acme/a"]},
            "colour": "red",
        },
        "x",
    )
    assert len(problems) == 6
    assert settings.cost_concern == "high"
    assert settings.privacy.zdr, "a wish for privacy is not lost to a spelling mistake beside it"
    assert settings.models.of(Tier.DEFAULT) == ("acme/a",)


@pytest.mark.parametrize("name", ["server", "sandbox", "baseUrl", "trace", "cmd"])
def test_names_that_clients_keep_for_themselves_are_ignored(name: str) -> None:
    assert told({name: {"anything": 1}}) == ()


def test_a_key_among_the_settings_is_refused_without_being_shown() -> None:
    for raw in ({"apiKey": "sk-or-v1-secret"}, {"budget": {"apiKey": "sk-or-v1-secret"}}):
        (sentence,) = told(raw)
        assert "apiKey" in sentence
        assert "sk-or-v1-secret" not in sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAME = st.sampled_from(["tier", "budget", "models", "privacy", "timeLimits", "escalate", "zdr", "perTaskUsd", "x", ""])


@given(st.dictionaries(NAME, JSON | st.dictionaries(NAME, JSON, max_size=3), max_size=4))
def test_whatever_is_written_there_are_settings_that_work(raw: dict[str, Any]) -> None:
    settings, problems = parse_settings(raw, "x")
    assert isinstance(settings, Settings)
    assert len(set(problems)) == len(problems)


def test_what_one_source_says_goes_before_what_the_other_says() -> None:
    base, _ = parse_settings({"tier": "minimum", "budget": {"perTaskUsd": 1, "perSessionUsd": 2}}, "x")
    over, _ = parse_settings({"costConcern": "high", "budget": {"perTaskUsd": 3}}, "x")
    both = merged(base, over)
    assert (both.tier, both.cost_concern) == ("minimum", "high")
    assert (both.budget.per_task_usd, both.budget.per_session_usd) == (3, 2)
    assert merged(base, Settings()) == base
    assert merged(Settings(), over) == over


def test_a_default_that_is_said_counts_too() -> None:
    base, _ = parse_settings({"tier": "maximum"}, "x")
    over, _ = parse_settings({"tier": "auto"}, "x")
    assert merged(base, over).tier == "auto"


def test_a_file_is_read_and_a_missing_one_means_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    assert load_file(path) == Settings()
    path.write_text(json.dumps({"tier": "minimum"}), encoding="utf-8")
    assert load_file(path).tier == "minimum"
    path.write_text('{"tier": "minimum"}', encoding="utf-8-sig")
    assert load_file(path).tier == "minimum", "Windows' editors begin with a byte order mark"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "not valid JSON"),
        (b"", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"tier": "best"}', "tier"),
        (b"[]", "must be an object"),
    ],
    ids=["broken", "empty", "deep", "encoding", "value", "list"],
)
def test_a_file_that_can_not_be_used_says_which_and_why(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    with pytest.raises(BadSettings, match=said) as raised:
        load_file(path)
    assert str(path) in str(raised.value)


def test_a_folder_in_the_place_of_the_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="can't be read"):
        load_file(tmp_path)


def test_a_file_of_the_first_days_without_a_version_is_read_and_one_may_name_version_and_schema(tmp_path: Path) -> None:
    old = load_file(Path(__file__).parent / "settings-1.json")
    assert (old.budget.per_day_usd, old.models.default, len(old.rules)) == (Decimal(2), ("acme/a",), 2)
    path = tmp_path / "settings.json"
    path.write_text('{"version": 1, "$schema": "./settings.schema.json", "tier": "minimum"}', encoding="utf-8")
    assert load_file(path).tier == "minimum"


@pytest.mark.parametrize(("version", "said"), [(2, "later Tierline.*update"), (0, "write 1"), ("1", "write 1")])
def test_a_file_of_another_version_is_refused_with_what_to_do(tmp_path: Path, version: Any, said: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": version, "renamed": 1}), encoding="utf-8")
    with pytest.raises(BadSettings, match=said):
        load_file(path)


def test_each_step_from_an_older_version_is_taken_once_and_in_order() -> None:
    def renamed(raw: Mapping[str, Any]) -> dict[str, Any]:
        return {"tier" if name == "level" else name: value for name, value in raw.items()}

    def reworded(raw: Mapping[str, Any]) -> dict[str, Any]:
        return dict(raw) | {"tier": {"cheap": "minimum"}.get(raw["tier"], raw["tier"])}

    steps = (renamed, reworded)
    assert migrated({"level": "cheap", "judge": "free"}, "x", steps) == {"tier": "minimum", "judge": "free"}
    assert migrated({"version": 2, "tier": "cheap"}, "x", steps) == {"tier": "minimum"}
    assert migrated({"version": 3, "tier": "cheap"}, "x", steps) == {"tier": "cheap"}, "today's file is left as it is"
