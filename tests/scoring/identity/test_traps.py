"""Each way in which names were once mapped wrongly, as a test of its own."""

import pytest
from scoring.identity.labels import index_of, read_labels

from tierline_scoring.identity import How, Listed, build_index, match

INDEX = index_of(read_labels())


def ids(name: str, source: str = "lmarena") -> tuple[str, ...]:
    return match(name, INDEX, source).ids


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("gpt-4.5", "openai/gpt-5.4"),
        ("gpt-4", "openai/gpt-4o"),
        ("GPT-4o", "openai/gpt-4"),
        ("Command-R+", "cohere/command-r-08-2024"),
        ("Command-R", "cohere/command-r-plus-08-2024"),
    ],
)
def test_no_token_is_sorted_or_dropped(name: str, never: str) -> None:
    assert never not in ids(name)


@pytest.mark.parametrize(
    ("name", "model_id"),
    [
        ("claude-4-1-opus-20250805-base", "anthropic/claude-opus-4.1"),
        ("Claude 4.5 Opus (high)", "anthropic/claude-opus-4.5"),
        ("claude-opus-4-5", "anthropic/claude-opus-4.5"),
        ("Claude Haiku 4.5", "anthropic/claude-haiku-4.5"),
    ],
)
def test_claude_alone_changes_its_order(name: str, model_id: str) -> None:
    assert ids(name) == (model_id,)
    assert ids("flash-gemini-2.5") == ()


@pytest.mark.parametrize(
    ("name", "model_id"),
    [
        ("qwen2.5-72b-instruct", "qwen/qwen-2.5-72b-instruct"),
        ("Qwen 2p5 72B Instruct", "qwen/qwen-2.5-72b-instruct"),
        ("claude-3-5-haiku-20241022", "anthropic/claude-3.5-haiku"),
        ("llama-3-1-instruct-70b", "meta-llama/llama-3.1-70b-instruct"),
    ],
)
def test_separators_and_the_place_of_instruct_tell_nothing(name: str, model_id: str) -> None:
    assert ids(name) == (model_id,)


def test_renamed_ids_are_found_and_their_sisters_kept_apart() -> None:
    v3 = ["DeepSeek V3", "deepseek-v3-0324", "DeepSeek-V3.1", "deepseek-v3.2", "deepseek-v3.2-exp"]
    found = [ids(name) for name in v3]
    assert found == [
        ("deepseek/deepseek-chat",),
        ("deepseek/deepseek-chat-v3-0324",),
        ("deepseek/deepseek-chat-v3.1",),
        ("deepseek/deepseek-v3.2",),
        ("deepseek/deepseek-v3.2-exp",),
    ]
    assert ids("amazon/nova-lite", "llm-stats") == ("amazon/nova-lite-v1",)
    assert ids("Qwen3 MoE-2507", "vendor-cards") == ("qwen/qwen3-235b-a22b-2507",)
    assert ids("gemini-1.5-flash") == ()  # google/gemini-flash-1.5 is no longer listed
    listed = build_index([Listed(id="google/gemini-flash-1.5"), Listed(id="google/gemini-flash-1.5-8b")], ())
    for name in ("gemini-1.5-flash", "google/gemini-1.5-flash", "Gemini 1.5 Flash"):
        assert match(name, listed, "llm-stats").ids == ("google/gemini-flash-1.5",)
    assert match("gemini-1.5-flash-8b", listed, "llm-stats").ids == ("google/gemini-flash-1.5-8b",)
    assert match("gemini-1.5-flash-exp-0827", listed, "zeroeval").ids == ()


def test_hugging_face_ids_and_permanent_slugs_are_joined_on() -> None:
    for name in ("Qwen/Qwen3-Coder-480B-A35B-Instruct", "MiniMax-Text-01"):
        assert match(name, INDEX, "epoch").how is How.HUGGING_FACE_ID
    slug = match("venice/uncensored", INDEX, "epoch")
    assert slug.ids == ("cognitivecomputations/dolphin-mistral-24b-venice-edition",)
    assert slug.how is How.CANONICAL_SLUG


def test_a_slug_that_is_another_models_name_is_not_lent() -> None:
    assert ids("glm-4.6") == ("z-ai/glm-4.6",)  # the slug of glm-4.6v begins so too
    assert ids("gemini-2.5-pro-preview-03-25") == ()  # the slug of the preview of 05-06


@pytest.mark.parametrize("day", ["2024-05-13", "2024-08-06", "2024-11-20"])
def test_dates_are_versions(day: str) -> None:
    assert ids(f"gpt-4o-{day}") == (f"openai/gpt-4o-{day}",)
    assert ids(f"GPT-4o {day[5:]}") == (f"openai/gpt-4o-{day}",)


def test_a_dated_name_goes_to_an_undated_id_only_if_something_says_so() -> None:
    assert ids("gpt-4o-2024-02-02") == ()
    assert ids("command-r-plus-04-2024") == ()
    assert ids("gpt-4-turbo", "lmsys-table") == ("openai/gpt-4-1106-preview",)
    assert ids("gpt-4-turbo-2024-04-09") == ("openai/gpt-4-turbo",)
    sole = match("claude-opus-4-20250514", INDEX)
    assert sole.ids == ("anthropic/claude-opus-4",)
    assert any("only day with which that name is published" in step for step in sole.trace)


def test_a_bare_open_weight_name_is_base_in_papers_and_chat_on_chat_boards() -> None:
    assert ids("Llama-3.1-8B", "epoch") == ()
    assert ids("Llama 3.1 8b", "simple-evals") == ("meta-llama/llama-3.1-8b-instruct",)
    assert ids("Qwen2.5-72B", "some-paper") == ()
    assert ids("DeepSeek-V3", "epoch") == ids("DeepSeek-V3", "lmarena") == ("deepseek/deepseek-chat",)
    assert ids("DeepSeek-V3-Base") == ()


def test_instruct_and_chat_are_parts_of_a_closed_models_name() -> None:
    assert ids("gpt-3.5-turbo-instruct") == ("openai/gpt-3.5-turbo-instruct",)
    assert ids("gpt-3.5-turbo") == ("openai/gpt-3.5-turbo",)
    assert ids("gpt-5-chat") == ("openai/gpt-5-chat",)
    assert ids("gpt-5") == ("openai/gpt-5",)
    assert ids("gpt-5.5-chat") == ()


@pytest.mark.parametrize("variant", ["free", "batch", "nitro"])
def test_a_variant_is_a_price_and_not_a_model(variant: str) -> None:
    assert ids(f"deepseek/deepseek-v4-flash:{variant}") == ("deepseek/deepseek-v4-flash",)


@pytest.mark.parametrize(
    ("name", "effort"),
    [
        ("gpt-5 (minimal)", "minimal"),
        ("gpt-5-high", "high"),
        ("gpt-5-2025-08-07_low", "low"),
        ("GPT 5 (2025-08-07) (medium)", "medium"),
        ("gpt-5", ""),
    ],
)
def test_efforts_are_operating_points_of_one_id(name: str, effort: str) -> None:
    found = match(name, INDEX, "epoch")
    assert found.ids == ("openai/gpt-5",)
    assert found.point.said == effort
    assert (f"run with '{effort}'" in found.trace) == bool(effort)


def test_an_effort_with_an_id_of_its_own_goes_there() -> None:
    assert ids("o3-mini (high)", "aider") == ("openai/o3-mini-high",)
    assert ids("o3-mini (medium)", "aider") == ("openai/o3-mini",)
    assert ids("kimi-k2-thinking") == ("moonshotai/kimi-k2-thinking",)
    assert ids("gpt-5.1-codex-max") == ("openai/gpt-5.1-codex-max",)
    assert ids("devstral-medium") == ("mistralai/devstral-medium",)


def test_what_cannot_think_is_not_its_thinking_namesake() -> None:
    assert ids("phi-4-reasoning", "llm-stats") == ()
    assert ids("grok-3-reasoning", "artificial-analysis") == ()


def test_sizes_match_whole() -> None:
    assert ids("Mixtral-8x7B-Instruct-v0.1") == ids("Mixtral-8B-Instruct") == ()
    assert ids("gemma-3-4b") == ("google/gemma-3-4b-it",)
    assert ids("gemma-3n-e4b") == ("google/gemma-3n-e4b-it",)
    assert ids("qwen3-30b-a3b") == ("qwen/qwen3-30b-a3b",)
    assert ids("qwen3-30b") == ids("qwen3-a3b") == ids("qwen3.5-0.9b") == ()


@pytest.mark.parametrize("name", ["openrouter/auto", "~openai/gpt-latest", "anthropic/claude-opus-latest"])
def test_routers_and_moving_aliases_are_no_models(name: str) -> None:
    assert ids(name) == ()


@pytest.mark.parametrize("name", ["claude-3-5-sonnet-20241022", "gemini-1.5-pro", "vicuna-13b", "", "???", "2024"])
def test_gone_models_and_rubbish_are_reported_and_do_no_harm(name: str) -> None:
    found = match(name, INDEX, "lmarena")
    assert not found.ids
    assert found.trace
