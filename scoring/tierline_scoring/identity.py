"""From a model's name as published to its OpenRouter id, or to nothing: a wrong match is worse than none.

Two names are the same when they are equal after ``normalise``. No token is ever sorted, dropped or
guessed, so ``gpt-4o`` is not ``gpt-4`` and a base model is not its ``-instruct``; what such a rule
cannot know stands in ``RENAMED``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

_WORD_THEN_DIGIT = re.compile(r"(?<![a-z0-9])([a-z]{3,})(?=\d)")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_DATE = re.compile(r"-(20\d{6}|20\d\d-\d\d-\d\d)$")


class How(StrEnum):
    """By which rule a published name was matched."""

    OWN_ID = "the source uses OpenRouter's ids"
    ID = "same name as the id"
    CANONICAL_SLUG = "same name as the canonical slug"
    HUGGING_FACE_ID = "same name as the Hugging Face id"
    ONLY_DATED_RELEASE = "its only dated release"
    TABLE = "listed among the renamed models"


RENAMED: Mapping[str, tuple[str, ...]] = {
    "gpt-4o-mini-2024-07-18": ("openai/gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini"),
    "gpt-4o-mini-july-2024": ("openai/gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini"),
    "gpt-4o-aug-2024": ("openai/gpt-4o-2024-08-06",),
    "gpt-4o-may-2024": ("openai/gpt-4o-2024-05-13",),
    "gpt-4-0613": ("openai/gpt-4",),
    "deepseek-v3": ("deepseek/deepseek-chat",),
    "deepseek-v3-nov-2024": ("deepseek/deepseek-chat",),
    "deepseek-chat-v3-prev": ("deepseek/deepseek-chat",),
    "deepseek-v3-0324": ("deepseek/deepseek-chat-v3-0324",),
    "deepseek-v3-1": ("deepseek/deepseek-chat-v3.1",),
    "gemini-1-5-flash": ("google/gemini-flash-1.5",),
    "gemini-1-5-flash-002": ("google/gemini-flash-1.5",),
    "gemini-2-0-flash": ("google/gemini-2.0-flash-001",),
    "nova-micro": ("amazon/nova-micro-v1",),
    "nova-lite": ("amazon/nova-lite-v1",),
    "nova-pro": ("amazon/nova-pro-v1",),
    "amazon-nova-micro-v1-0": ("amazon/nova-micro-v1",),
    "amazon-nova-lite-v1-0": ("amazon/nova-lite-v1",),
    "amazon-nova-pro-v1-0": ("amazon/nova-pro-v1",),
    "qwen-3-moe-2507": ("qwen/qwen3-235b-a22b-2507",),
    "claude-3-7-sonnet-20250219": ("anthropic/claude-3.7-sonnet",),
    "claude-haiku-4-5-20251001": ("anthropic/claude-haiku-4.5",),
    "claude-haiku-4-5-20251015": ("anthropic/claude-haiku-4.5",),
    "c4ai-command-r-08-2024": ("cohere/command-r-08-2024",),
    "c4ai-command-r-plus-08-2024": ("cohere/command-r-plus-08-2024",),
}
"""Normalised name → ids, for what rules cannot know. Two ids: OpenRouter lists one release under both."""


def normalise(name: str) -> str:
    """Spell a model's name, or the part of an id after the vendor, in one way.

    Lower case; every separator is one hyphen; a family and its version are apart (``qwen2.5`` is
    ``qwen-2-5``); ``+`` is a word, for ``Command-R+`` is not ``command-r``.
    """
    bare = name.strip().lower().rsplit("/", 1)[-1].replace("+", "-plus")
    apart = _WORD_THEN_DIGIT.sub(r"\1-", bare)
    spelled = _SEPARATORS.sub("-", apart).strip("-")
    for maker in ("meta-llama-", "nvidia-nemotron-"):
        if spelled.startswith(maker):
            return spelled.removeprefix(maker.split("-", 1)[0] + "-")
    return spelled


def base_id(model_id: str) -> str:
    """Return the id whose quality this one shares: ``:free`` and ``:batch`` are prices, not models."""
    base, _, variant = model_id.partition(":")
    return base if variant in {"free", "batch"} else model_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a catalogue says about the identity of one model. Empty strings where it says nothing."""

    id: str
    canonical_slug: str = ""
    hugging_face_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A name and the ids it stands for. Without ids: ``rivals`` says between which it is ambiguous."""

    name: str
    ids: tuple[str, ...] = ()
    how: How | None = None
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The names by which each listed model is known, rule by rule in the order they are tried."""

    rules: tuple[tuple[How, Mapping[str, frozenset[str]]], ...]
    ids: frozenset[str]
    releases: Mapping[str, frozenset[str]]
    """Stem → the dates with which any source writes it."""


def build_index(listed: Iterable[Listed], published: Iterable[str]) -> Index:
    """Index a catalogue; ``published`` are all names to be matched, which show what has several dates.

    A ``:free`` id stands for its base, of which it is an operating point; other variants and aliases are left out.
    """
    tables: dict[How, defaultdict[str, set[str]]] = {
        how: defaultdict(set) for how in (How.ID, How.CANONICAL_SLUG, How.HUGGING_FACE_ID)
    }
    ids = set()
    for entry in listed:
        base = base_id(entry.id)
        if ":" in base or base.startswith("~"):
            continue
        ids.add(base)
        tables[How.ID][normalise(base)].add(base)
        if entry.canonical_slug:
            tables[How.CANONICAL_SLUG][normalise(entry.canonical_slug)].add(base)
        if entry.hugging_face_id and "base" not in normalise(entry.hugging_face_id).split("-"):
            tables[How.HUGGING_FACE_ID][normalise(entry.hugging_face_id)].add(base)
    releases: defaultdict[str, set[str]] = defaultdict(set)
    for name in published:
        key = normalise(name)
        if date := _DATE.search(key):
            releases[key[: date.start()]].add(date[1].replace("-", ""))
    return Index(
        rules=tuple((how, {key: frozenset(found) for key, found in table.items()}) for how, table in tables.items()),
        ids=frozenset(ids),
        releases={stem: frozenset(dates) for stem, dates in releases.items()},
    )


def match(name: str, index: Index) -> Match:
    """Find the ids that ``name`` stands for; never guess between several."""
    key = normalise(name)
    if ids := tuple(found for found in RENAMED.get(key, ()) if found in index.ids):
        return Match(name=name, ids=ids, how=How.TABLE)
    for how, table in index.rules:
        found = table.get(key, frozenset())
        if len(found) == 1:
            return Match(name=name, ids=tuple(found), how=how)
        if found:
            return Match(name=name, rivals=tuple(sorted(found)))
    if date := _DATE.search(key):
        stem = key[: date.start()]
        found = dict(index.rules)[How.ID].get(stem, frozenset())
        if len(found) == 1 and len(index.releases.get(stem, frozenset())) == 1:
            return Match(name=name, ids=tuple(found), how=How.ONLY_DATED_RELEASE)
    return Match(name=name)
