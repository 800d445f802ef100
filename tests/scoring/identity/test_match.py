from datetime import date

import pytest
from hypothesis import given, strategies as st
from scoring.identity.labels import index_of, read_catalogue, read_labels

from tierline_scoring.identity import How, Index, Listed, base_id, build_index, match, model_key, normalise, read

NAMES = st.text(alphabet="abcoxyz0123456789-._+/:@ ()'", max_size=40)


def index(*listed: Listed, published: tuple[tuple[str, str], ...] = ()) -> Index:
    return build_index(listed, published)


TWIN = (
    Listed(id="one/twin", hugging_face_id="lab/Twin-7B-Instruct"),
    Listed(id="two/twin-turbo", hugging_face_id="lab/Twin-7B-Instruct"),
)


@pytest.mark.parametrize("name", ["Twin-7B-Instruct", "lab/Twin-7B-Instruct"])
def test_a_name_of_two_models_is_reported_with_its_rivals_and_not_guessed(name: str) -> None:
    found = match(name, index(*TWIN))
    assert found.ids == ()
    assert found.rivals == ("one/twin", "two/twin-turbo")


def test_made_to_think_or_the_thinking_model_is_not_guessed() -> None:
    hybrid = Listed(id="lab/m-30b", hugging_face_id="lab/M-30B", reasons=True)
    thinker = Listed(id="lab/m-30b-thinking-2507", hugging_face_id="lab/M-30B-Thinking-2507", reasons=True)
    both = index(hybrid, thinker)
    assert match("m-30b-thinking", both).rivals == ("lab/m-30b", "lab/m-30b-thinking-2507")
    assert match("m-30b-thinking-2507", both).ids == ("lab/m-30b-thinking-2507",)
    assert match("M 30B 2507 (Reasoning)", both).ids == ("lab/m-30b-thinking-2507",)
    assert match("m-30b-thinking", index(hybrid)).point.said == "thinking"


def test_one_release_under_two_ids_goes_to_both() -> None:
    listed = index(Listed(id="openai/gpt-4o-mini"), Listed(id="openai/gpt-4o-mini-2024-07-18"))
    found = match("gpt-4o-mini-2024-07-18", listed)
    assert found.ids == ("openai/gpt-4o-mini", "openai/gpt-4o-mini-2024-07-18")
    assert "OpenRouter lists that release as" in found.trace[-1]


def test_a_second_release_of_a_name_makes_its_dates_tell_apart() -> None:
    model = Listed(id="anthropic/claude-opus-4.5")
    first = ("board", "claude-opus-4-5-20251101")
    alone = match(first[1], index(model, published=(first,)))
    beside = match(first[1], index(model, published=(first, ("other", "Claude 4.5 Opus (2026-02-01)"))))
    assert alone.ids == ("anthropic/claude-opus-4.5",)
    assert beside.ids == ()
    assert "one of several releases" in beside.trace[0]


def test_a_release_dated_after_the_listing_is_a_later_one() -> None:
    model = Listed(id="lab/grok-build-0.1", created=date(2026, 5, 20))
    assert match("grok-build-0.1-05-06", index(model)).ids == ("lab/grok-build-0.1",)
    assert match("grok-build-0.1-06-16", index(model)).ids == ()
    assert match("grok-build-0.1-01-16", index(model)).ids == ()


def test_a_bare_name_beside_an_instruct_one_of_the_same_cards_is_the_base_model() -> None:
    model = Listed(id="google/gemma-3n-e4b-it", hugging_face_id="google/gemma-3n-E4B-it")
    cards = (("llm-stats", "google/gemma-3n-e4b"), ("llm-stats", "google/gemma-3n-e4b-it"))
    assert match("google/gemma-3n-e4b", index(model, published=cards), "llm-stats").ids == ()
    assert match("google/gemma-3n-e4b", index(model, published=cards[:1]), "llm-stats").ids == (model.id,)


def test_another_publishers_copy_is_not_the_model() -> None:
    model = Listed(id="meta-llama/llama-3-8b-instruct", hugging_face_id="meta-llama/Meta-Llama-3-8B-Instruct")
    for name in ("meta/llama-3-8b-instruct", "chutes/Llama-3-8B-Instruct", "Llama-3-8B-Instruct@together"):
        assert match(name, index(model)).ids == (model.id,)
    for name in ("someone/Meta-Llama-3-8B-Instruct", "ollama/llama3:8b-instruct"):
        assert match(name, index(model)).ids == ()


def test_each_step_lowers_the_confidence_and_is_told() -> None:
    model = Listed(id="google/gemma-9-31b-it", hugging_face_id="google/gemma-9-31b-it", reasons=True)
    names = ("google/gemma-9-31b-it", "gemma-9-31b-it", "gemma-9-31b", "gemma-9-31b-2026-05-05")
    found = [match(name, index(model), "lmarena") for name in names]
    assert [hit.ids for hit in found] == [(model.id,)] * 4
    assert [hit.confidence for hit in found] == [1.0, 1.0, 0.95, pytest.approx(0.95 * 0.85, abs=0.001)]
    assert found[2].trace == (How.ID, "a bare name is the chat model, for the source tests chat models only")


def test_a_match_of_too_many_steps_is_reported_and_not_made() -> None:
    model = Listed(id="lab/m-9b-preview", hugging_face_id="lab/M-9B-Instruct-Preview")
    found = match("m-9b-2026-05-05", index(model), "epoch")
    assert (found.ids, found.rivals) == ((), (model.id,))
    assert 0 < found.confidence < 0.75


def test_a_free_variant_stands_for_its_base_and_other_variants_stand_for_nothing() -> None:
    assert base_id("lab/m:free") == base_id("lab/m:thinking") == "lab/m"
    assert base_id("lab/m:online") == "lab/m:online"
    assert match("m", index(Listed(id="lab/m:free"))).ids == ("lab/m",)
    assert match("m", index(Listed(id="lab/m:online"))).ids == ()


def test_neither_the_order_of_the_catalogue_nor_of_the_names_matters() -> None:
    labels, catalogue = read_labels(), read_catalogue()
    forward = index_of(labels)
    backward = build_index(reversed(catalogue), [(label.source, label.name) for label in reversed(labels)])
    for label in labels:
        assert match(label.name, forward, label.source) == match(label.name, backward, label.source)


def test_an_unlisted_model_has_one_key_however_it_was_run() -> None:
    names = (
        "claude-3-7-sonnet-20250219",
        "claude-3-7-sonnet-20250219_16K",
        "Claude 3.7 Sonnet (20250219) (thinking-32k)",
    )
    assert len({model_key(name) for name in names}) == 1
    assert model_key("claude-3-7-sonnet") != model_key(names[0])
    assert model_key("Llama-2-7b") != model_key("Llama-2-7b-chat")


@given(NAMES)
def test_any_name_can_be_read_and_never_matches_beyond_the_catalogue(name: str) -> None:
    found = match(name, index(*TWIN, Listed(id="lab/a-1b")), "epoch")
    assert set(found.ids) <= {"one/twin", "two/twin-turbo", "lab/a-1b"}
    assert read(name).whole or not found.ids or name.lower() in {"one/twin", "two/twin-turbo", "lab/a-1b"}


@given(NAMES)
def test_normalising_twice_changes_nothing_more(name: str) -> None:
    once = normalise(name)
    assert normalise(once) == once
