"""How many tokens a text is, about, without any model's tokenizer.

What tokenizers cut text into depends on its script and on whether it is words, figures or signs; so each of these is
counted by itself. The weights are fitted to the hungriest of five published tokenizers (cl100k, Qwen, Tekken, Claude's
first, DeepSeek V3) over 148 texts in many programming and natural languages: on seven of eight the count is no less
than the hungriest of the five makes of the text, on the middle one it is 9% more, and on nineteen of twenty at most 6%
less; of base64 it is 22% less. Against the middle one of the five it is 17% more.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import ceil

_GAP = re.compile(r"  (?<=\S  ) *")
"""Several spaces behind a word. The two come first, for then the search leaps from one place to the next."""
_LETTERS = bytes(ord("a" if chr(code).islower() else "A") if chr(code).isalpha() else 32 for code in range(128))
_LETTERS += b" " * 128
"""Small letters become ``a``, capitals ``A``, and all else a space."""
_DIGITS, _SIGNS = string.digits.encode(), string.punctuation.encode()
_CONTROLS = bytes({*range(32), 127} - {9, 10})
_COMMON_LETTERS = 6

WORD, LONGER, DIGIT, SIGN, LINE_END, INDENT = 1.1, 0.25, 1.0, 0.65, 1.5, 0.4
"""Tokens a word (of ``camelCase`` each), a letter of it beyond ``_COMMON_LETTERS``, a digit, a sign, a line end, a run
of spaces."""
CONTROL = 1.0

SCRIPTS = (
    ("\u0080-\u024f\u1e00-\u1eff", 1.6),  # Latin with accents
    ("\u0370-\u03ff", 1.3),  # Greek
    ("\u0400-\u052f", 0.65),  # Cyrillic
    ("\u0590-\u06ff", 1.1),  # Hebrew, Arabic
    ("\u0900-\u0dff", 1.3),  # the scripts of India
    ("\u0e00-\u0eff", 1.8),  # Thai, Lao
    ("\u3000-\u303f\u4e00-\u9fff\uff00-\uffef", 1.25),  # Chinese, and East Asian punctuation
    ("\u3040-\u30ff", 1.2),  # kana
    ("\uac00-\ud7af", 1.5),  # Hangul
    # All else, signs and arrows too.
    ("\u0250-\u036f\u0530-\u058f\u0700-\u08ff\u0f00-\u1dff\u1f00-\u2fff\u3100-\u4dff\ua000-\uabff\ud7b0-\ufeff", 2.0),
    ("\ufff0-\uffff", 2.0),
    ("\U00010000-\U0010ffff", 4.0),  # emoji and rare characters: a byte, a token
)
"""Tokens a character, by script."""
_BY_SCRIPT = tuple((re.compile(f"[{characters}]"), tokens) for characters, tokens in SCRIPTS)


def weigh(text: str) -> float:
    """Return the tokens of ``text`` unrounded, so that those of its lines add up to its own."""
    raw = text.encode("utf-8", "surrogatepass")
    # Of ``camelCase`` each part, of ``HTTPServer`` too; in a few passes over bytes, for an expression takes five times
    # as long on the files that are sent along.
    words = raw.translate(_LETTERS).replace(b"aA", b"a A").replace(b"AAa", b"AA a").split()
    lengths = Counter(map(len, words))
    lines = b"\n" + raw
    tokens = (
        WORD * len(words)
        + LONGER * sum(times * (size - _COMMON_LETTERS) for size, times in lengths.items() if size > _COMMON_LETTERS)
        + DIGIT * _among(raw, _DIGITS)
        + SIGN * _among(raw, _SIGNS)
        + LINE_END * raw.count(b"\n")
        + INDENT * (lines.count(b"\n ") + lines.count(b"\n\t") + len(_GAP.findall(text)))
        + CONTROL * _among(raw, _CONTROLS)
    )
    if not text.isascii():
        tokens += sum(weight * len(script.findall(text)) for script, weight in _BY_SCRIPT)
    return tokens


def _among(raw: bytes, characters: bytes) -> int:
    """Return how many of ``characters`` there are."""
    return len(raw) - len(raw.translate(None, characters))


@lru_cache(maxsize=32)
def count(text: str) -> int:
    """Return about how many tokens ``text`` is: rather too many than too few."""
    return ceil(weigh(text))


def fitting(lines: Iterable[str], tokens: float) -> list[str]:
    """Return the first lines that fit into so many tokens, each with its line end."""
    taken: list[str] = []
    for line in lines:
        tokens -= weigh(f"{line}\n")
        if tokens < 0:
            break
        taken.append(line)
    return taken
