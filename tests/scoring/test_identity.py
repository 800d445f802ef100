import pytest
from hypothesis import given, strategies as st

from tierline_scoring.identity import How, Listed, build_index, match, normalise

CATALOGUE = (
    Listed(id="openai/gpt-4", canonical_slug="openai/gpt-4"),
    Listed(id="openai/gpt-4o", canonical_slug="openai/gpt-4o"),
    Listed(id="openai/gpt-4o-2024-05-13", canonical_slug="openai/gpt-4o-2024-05-13"),
    Listed(id="openai/gpt-4o-mini", canonical_slug="openai/gpt-4o-mini"),
    Listed(id="openai/gpt-4o-mini-2024-07-18", canonical_slug="openai/gpt-4o-mini-2024-07-18"),
    Listed(id="openai/gpt-5", canonical_slug="openai/gpt-5-2025-08-07"),
    Listed(id="openai/gpt-5.4", canonical_slug="openai/gpt-5.4-20260305"),
    Listed(id="openai/gpt-3.5-turbo", canonical_slug="openai/gpt-3.5-turbo"),
    Listed(id="anthropic/claude-3.5-haiku", canonical_slug="anthropic/claude-3-5-haiku"),
    Listed(id="anthropic/claude-opus-4.5", canonical_slug="anthropic/claude-4.5-opus-20251124"),
    Listed(id="cohere/command-r", canonical_slug="cohere/command-r"),
    Listed(id="cohere/command-r-plus-08-2024", canonical_slug="cohere/command-r-plus-08-2024"),
    Listed(id="deepseek/deepseek-chat", canonical_slug="deepseek/deepseek-chat-v3"),
    Listed(id="deepseek/deepseek-chat-v3-0324", hugging_face_id="deepseek-ai/DeepSeek-V3-0324"),
    Listed(id="deepseek/deepseek-v3.2", canonical_slug="deepseek/deepseek-v3.2-20251201"),
    Listed(id="google/gemini-flash-1.5", canonical_slug="google/gemini-flash-1.5"),
    Listed(id="google/gemma-3-4b-it", hugging_face_id="google/gemma-3-4b-it"),
    Listed(id="google/gemma-4-31b-it:free", hugging_face_id="google/gemma-4-31B-it"),
    Listed(id="meta-llama/llama-3.1-8b-instruct", hugging_face_id="meta-llama/Meta-Llama-3.1-8B-Instruct"),
    Listed(id="meta-llama/llama-3.1-70b-instruct", hugging_face_id="meta-llama/Meta-Llama-3.1-70B-Instruct"),
    Listed(id="mistralai/mixtral-8x22b-instruct", hugging_face_id="mistralai/Mixtral-8x22B-Instruct-v0.1"),
    Listed(id="amazon/nova-lite-v1", canonical_slug="amazon/nova-lite-v1"),
    Listed(id="qwen/qwen-2.5-72b-instruct", hugging_face_id="Qwen/Qwen2.5-72B-Instruct"),
    Listed(id="qwen/qwen3-235b-a22b-2507", hugging_face_id="Qwen/Qwen3-235B-A22B-Instruct-2507"),
    Listed(id="one/twin", hugging_face_id="lab/Twin-7B-Instruct"),
    Listed(id="two/twin-turbo", hugging_face_id="lab/Twin-7B-Instruct"),
)  # fmt: skip
PUBLISHED = (
    "gpt-4o-2024-05-13",
    "gpt-4o-2024-08-06",
    "gpt-4o-2024-11-20",
    "claude-3-5-haiku-20241022",
    "claude-opus-4-5-20251101",
)
INDEX = build_index(CATALOGUE, PUBLISHED)


@pytest.mark.parametrize(
    ("name", "model_id"),
    [
        ("gpt-4o", "openai/gpt-4o"),
        ("GPT-4", "openai/gpt-4"),
        ("qwen2.5-72b-instruct", "qwen/qwen-2.5-72b-instruct"),
        ("Qwen2.5-72B-Instruct", "qwen/qwen-2.5-72b-instruct"),
        ("claude-3-5-haiku-20241022", "anthropic/claude-3.5-haiku"),
        ("claude-opus-4-5-20251101", "anthropic/claude-opus-4.5"),
        ("gpt-5-2025-08-07", "openai/gpt-5"),
        ("DeepSeek-V3", "deepseek/deepseek-chat"),
        ("deepseek-v3-0324", "deepseek/deepseek-chat-v3-0324"),
        ("Gemini 1.5 Flash", "google/gemini-flash-1.5"),
        ("amazon.nova-lite-v1:0", "amazon/nova-lite-v1"),
        ("Meta-Llama-3.1-8B-Instruct", "meta-llama/llama-3.1-8b-instruct"),
        ("Mixtral-8x22B-Instruct-v0.1", "mistralai/mixtral-8x22b-instruct"),
        ("Qwen3 MoE-2507", "qwen/qwen3-235b-a22b-2507"),
        ("gemma-4-31b-it", "google/gemma-4-31b-it"),
    ],
)
def test_a_name_finds_its_model_whatever_its_spelling(name: str, model_id: str) -> None:
    assert match(name, INDEX).ids == (model_id,)


@pytest.mark.parametrize(
    "name",
    [
        "gpt-4.5",
        "gpt-4o-2024-08-06",
        "gpt-3.5-turbo-instruct",
        "gpt-5-chat",
        "gpt-5 (minimal)",
        "gpt-5-high",
        "Command-R+",
        "command-r-plus-04-2024",
        "Qwen2.5-72B",
        "Llama 3.1 8B",
        "llama-3.1-8b",
        "Mixtral-8x7B-Instruct-v0.1",
        "Mixtral-8b-Instruct",
        "gemma-3n-e4b-it",
        "gemma-3-4b",
        "deepseek-v3.2-thinking",
        "claude-opus-4-5-20251101-thinking-32k",
        "claude-4-1-opus-20250805-base",
        "haiku-3.5-claude",
    ],
)
def test_another_version_size_date_effort_or_the_base_model_matches_nothing(name: str) -> None:
    assert match(name, INDEX).ids == ()


def test_a_name_of_two_models_is_reported_and_not_guessed() -> None:
    found = match("Twin-7B-Instruct", INDEX)
    assert found.ids == ()
    assert found.rivals == ("one/twin", "two/twin-turbo")


def test_one_release_listed_under_two_ids_goes_to_both() -> None:
    assert match("gpt-4o-mini-2024-07-18", INDEX).ids == ("openai/gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini")


def test_a_second_release_of_a_name_makes_its_dates_tell_apart() -> None:
    later = build_index(CATALOGUE, (*PUBLISHED, "claude-opus-4-5-20260201"))
    assert match("claude-opus-4-5-20251101", INDEX).how is How.ONLY_DATED_RELEASE
    assert match("claude-opus-4-5-20251101", later).ids == ()


def test_a_match_says_by_which_rule_it_was_made() -> None:
    rules = {name: match(name, INDEX).how for name in ("gpt-4o", "gpt-5-2025-08-07", "DeepSeek V3", "gemma-4-31b-it")}
    assert list(rules.values()) == [How.ID, How.CANONICAL_SLUG, How.TABLE, How.ID]


@given(st.text(alphabet="abcxyz0123456789-._+ ()", max_size=30))
def test_normalising_twice_changes_nothing_more(name: str) -> None:
    once = normalise(name)
    assert normalise(once) == once
