"""The last line of defence: what looks like a secret, and each secret that is known, becomes ``***``.

Nothing should ever need it, for no message of ours has a secret in it.
"""

import re
from functools import cache

_TELLTALE = r"""
      \bsk-[\w-]{8,} | \buser_\w+                                       # OpenRouter's and others' keys, account ids
    | (?i:\bbearer\s+)[\w.~+/=-]{6,} | (?i:\bbasic\s+)[\w+/=]{8,}          # headers
    | \b(?:gh[opusr]_|github_pat_|glpat-|npm_|pypi-|hf_|xox[abeprs]-)[\w-]{8,}
    | \b(?:AKIA|ASIA)[A-Z0-9]{12,} | \bAIza[\w-]{20,}                   # clouds
    | \beyJ[\w-]+\.[\w-]+\.[\w-]*                                       # JSON web tokens
    | -----BEGIN[ ][A-Z ]*PRIVATE[ ]KEY.*                               # all that follows, too
    | (?<=://)[^/\s:@]+:[^/\s@]+(?=@)                                   # user:password@host
    | (?i:\b(?:password|passwd|secret|token|api[_-]?key)\b["']?\s*[=:]\s*)\S+
    """
_LEAST = 8
"""Characters; replacing shorter texts would garble more than it hides."""
_known: set[str] = set()


def conceal(secret: str | None) -> None:
    """Keep ``secret`` out of all that is logged from now on, whatever it looks like."""
    if secret and len(secret) >= _LEAST:
        _known.add(secret)


def redacted(text: str) -> str:
    """Return ``text`` with ``***`` in the place of secrets."""
    for secret in _known:
        text = text.replace(secret, "***")
    return _pattern().sub("***", text)


@cache
def _pattern() -> re.Pattern[str]:
    # Not before the first record: to compile it takes longer than to import all of this room.
    return re.compile(_TELLTALE, re.VERBOSE | re.DOTALL)
