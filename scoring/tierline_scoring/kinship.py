"""How alike two models are by their names: releases, sizes and efforts of one line share strengths and weaknesses."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_LIKENESS = 0.85
"""What is left of the likeness for each word that only one of the two names has."""
_TUNED = frozenset({"base", "chat", "hf", "instruct", "it"})
"""Words for how a model was tuned; each counts three words."""
_RUN = frozenset(
    {"exp", "experimental", "fast", "free", "high", "latest", "low", "max", "medium", "minimal", "no", "none"}
    | {"preview", "reasoning", "thinking", "xhigh", "1k", "4k", "8k", "16k", "32k", "64k", "128k"}
)
"""Words for how a model is run or released; each counts half a word."""
_LINES: Mapping[str, str] = {
    "c4ai": "command",
    "chatgpt": "gpt",
    "codegemma": "gemma",
    "codellama": "llama",
    "codeqwen": "qwen",
    "codestral": "mistral",
    "devstral": "mistral",
    "magistral": "mistral",
    "ministral": "mistral",
    "mixtral": "mistral",
    "o1": "gpt",
    "o3": "gpt",
    "o4": "gpt",
    "pixtral": "mistral",
    "qwq": "qwen",
}
"""First words of names that belong to a line of another name."""
_DATE = re.compile(r"20\d\d-?\d\d-?\d\d")
_LETTERS_THEN_DIGIT = re.compile(r"(?<![a-z0-9])([a-z]{2,})(?=\d)")


class Kin:
    """The models of a table by line (``gpt``, ``claude``, ``qwen``), and how alike those of one line are."""

    def __init__(self, models: Iterable[str]) -> None:
        self._words: dict[str, Counter[str]] = {}
        self._lines: dict[str, list[str]] = {}
        self._known: dict[tuple[str, str], float] = {}
        for model in sorted(models):
            self._words[model] = words = _words(model)
            self._lines.setdefault(_line(words), []).append(model)

    def of(self, model: str) -> Mapping[str, float]:
        """Return the likeness of every other model of the table and the same line; ``model`` may be a new one."""
        line = self._lines.get(_line(self._words_of(model)), ())
        return {other: self.likeness(model, other) for other in line if other != model}

    def likeness(self, one: str, other: str) -> float:
        """Return how alike two models of one line are, above 0; 1 for names that say the same."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._known:
            words, others = self._words_of(one), self._words_of(other)
            apart = sum(_counts(word) * abs(words[word] - others[word]) for word in words.keys() | others)
            self._known[pair] = _LIKENESS**apart
        return self._known[pair]

    def _words_of(self, model: str) -> Counter[str]:
        if model not in self._words:
            self._words[model] = _words(model)
        return self._words[model]


def _words(model: str) -> Counter[str]:
    """Split a name without its vendor and date; a family and its version are apart (``qwen2.5``: qwen, 2, 5)."""
    bare = _DATE.sub("", model.lower().rsplit("/", 1)[-1].rsplit(" ", 1)[-1])
    return Counter(re.findall(r"[a-z0-9]+", _LETTERS_THEN_DIGIT.sub(r"\1-", bare)))


def _line(words: Counter[str]) -> str:
    first = next(iter(words), "")
    return _LINES.get(first, first)


def _counts(word: str) -> float:
    return 3.0 if word in _TUNED else 0.5 if word in _RUN else 1.0
