"""Slips of the keyboard in the words that tell a kind: ``optimze``, ``wriet``, ``coments``."""

from functools import cache

_SHORTEST = 5
"""Letters of a word that is worth correcting; shorter ones are too close to one another."""
_VERBS = (
    "explain describe summarize interpret clarify debug repair resolve correct refactor clean simplify restructure "
    "extract rename document annotate comment review check analyze critique write create generate implement build "
    "optimize improve translate convert rewrite change replace remove delete update"
)
_NOUNS = (
    "tests testing function method class component comment comments docstring "
    "docstrings documentation difference python"
)
_NEIGHBOURS = "clear cleaner builds built texts changes white checks updated created creates generates writes classes"
"""Words of their own that are one slip away from these."""


def corrected_verb(word: str) -> str:
    """Return the telling verb that ``word`` is one slip away from, with the same first letter; or ``word`` itself."""
    return _corrected(word, _VERBS)


def corrected_noun(word: str) -> str:
    """The same for nouns that tell a kind together with a verb."""
    return _corrected(word, _NOUNS)


@cache
def _by_letter(words: str) -> dict[str, list[str]]:
    letters: dict[str, list[str]] = {}
    for word in words.split():
        letters.setdefault(word[0], []).append(word)
    return letters


def _corrected(word: str, words: str) -> str:
    if len(word) < _SHORTEST or not word.isascii() or not word.isalpha():
        return word
    candidates = _by_letter(words).get(word[0], ())
    if word in candidates or word in _by_letter(_NEIGHBOURS).get(word[0], ()):
        return word
    return next((candidate for candidate in candidates if _one_slip(word, candidate)), word)


def _one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is missing, added or wrong, or two neighbours are swapped; a word's plural is no slip."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant + "s" or typed + "s" == meant:
        return False
    same = next((at for at, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), len(meant))
    typed, meant = typed[same:], meant[same:]
    if len(typed) == len(meant):
        return typed[1:] == meant[1:] or (typed[:2] == meant[1::-1] and typed[2:] == meant[2:])
    return typed[1:] == meant if len(typed) > len(meant) else typed == meant[1:]
