"""How a model was run: its effort, its thinking budget. Several operating points may belong to one id."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LEVELS = {"none": 0, "minimal": 1, "low": 2, "medium": 3, "high": 4, "xhigh": 5, "max": 6}
_BARE = frozenset({"minimal", "low", "medium", "high", "xhigh"})
_THINKING = frozenset({"thinking", "reasoning", "reasoner", "think", "adaptive"})
_NOT = frozenset({"non", "no", "without"})
_BUDGET = re.compile(r"\d{1,3}k")
_PHRASES = (
    (re.compile(r"(?:w/?o|without|no|non)[ -](?:extended )?(?:thinking|think|reasoning)|nothinking"), False, ""),
    (re.compile(r"\d+k (?:thinking|think)(?: tokens)?|thinking[ -]\d+k"), True, ""),
    (re.compile(r"(?:w/ |with )?(?:extended |adaptive )?(?:thinking|reasoning|reasoner|think)"), True, ""),
    (re.compile(r"default(?: think(?:ing)?)?"), None, "default"),
    (re.compile(r"(?:reasoning=|thinking-)?(none|minimal|low|medium|high|xhigh|max)(?: effort)?"), None, ""),
    (re.compile(r"reasoning=\d+"), True, ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingPoint:
    """One mark of how a model was run, or all of a name together."""

    said: str = ""
    """In the name's words; empty if it says nothing."""
    thinking: bool | None = None
    level: str = ""
    """``none`` to ``max``; ``default``; empty if not said."""

    def with_mark(self, mark: "OperatingPoint") -> "OperatingPoint":
        """Return both together; ``mark`` stands before what is known."""
        return OperatingPoint(
            said=f"{mark.said} {self.said}".strip(),
            thinking=mark.thinking if self.thinking is None else self.thinking,
            level=self.level or mark.level,
        )

    @property
    def token(self) -> str:
        """The token by which an id may carry this mark: ``thinking``, ``high``; empty if ids never do."""
        return "thinking" if self.thinking and not self.level else self.level

    def from_default(self, *, thinks_unasked: bool) -> int:
        """Return how far this is from what one gets without asking: 0 is the default itself."""
        if not self.said or self.level == "default":
            return 0
        middle = _LEVELS["medium"]
        level = _LEVELS.get(self.level, 0 if self.thinking is False else middle)
        return 1 + abs(level - (middle if thinks_unasked else 0))


UNSAID = OperatingPoint()


def thinks_unasked(model_id: str) -> bool:
    """Whether a model that can think does so without being asked: all but Anthropic's do."""
    return "claude" not in model_id


def read_phrase(text: str) -> OperatingPoint | None:
    """Read a remark in brackets: ``high``, ``no thinking``, ``32k thinking tokens``, ``reasoning=low``."""
    phrase = text.strip().lower()
    for pattern, thinking, level in _PHRASES:
        if found := pattern.fullmatch(phrase):
            told = level or (found[1] if pattern.groups else "")
            return OperatingPoint(said=phrase, thinking=thinking, level=told)
    return None


def ends_with_mark(tokens: Sequence[str]) -> tuple[int, OperatingPoint] | None:
    """Read a mark from the last tokens; return how many tokens it takes, and the mark."""
    last = tokens[-1]
    before = tokens[-2] if len(tokens) > 1 else ""
    mark = OperatingPoint(said=last)
    length = 1
    if last == "effort" and before in _LEVELS:
        length, mark = 2, OperatingPoint(said=f"{before} effort", level=before)
    elif last in _THINKING and before in _NOT:
        length, mark = 2, OperatingPoint(said="no thinking", thinking=False)
    elif (last in _THINKING and _BUDGET.fullmatch(before)) or (before in _THINKING and _BUDGET.fullmatch(last)):
        length, mark = 2, OperatingPoint(said=f"{before} {last}", thinking=True)
    elif last == "auto" and before in _THINKING:
        length, mark = 2, OperatingPoint(said="thinking", thinking=True)
    elif last in _THINKING:
        mark = OperatingPoint(said=last, thinking=True)
    elif last in _BARE or (last == "none" and len(tokens) > 1):
        mark = OperatingPoint(said=last, level=last)
    elif last == "nothinking" or (last == "instant" and "kimi" in tokens):
        mark = OperatingPoint(said=last, thinking=False)
    elif last == "highthinking":
        mark = OperatingPoint(said="high thinking", thinking=True, level="high")
    elif last != "unknown" or len(tokens) == 1:
        return None
    return length, mark
