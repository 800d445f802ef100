"""What a path and a branch name say of the code in them: it matters, or it is provisional.

Names are split into words, also at capitals (``AuthService`` is ``auth`` and ``service``), and whole words are
compared: ``author`` is not ``auth``, ``latest`` is not ``test``.
"""

import re
from fnmatch import fnmatchcase

_CAPITALS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN = re.compile(r"[\W_]+")

_CRITICAL = re.compile(
    r"auth[nz]?|authenticat\w*|authori[sz]\w*|login|signin|sessions?|oauth2?|oidc|saml|sso|jwt|permissions?|acl|rbac|"
    r"security|crypto|cryptography|encryption|billing|pay(?:ment|out)s?|checkout|invoic\w+|ledger|wallets?|stripe|paypal|"
    r"migrations?|alembic|secrets?|credentials?|deploy|deployments?|terraform|tf|tfvars|infra|infrastructure|k8s|"
    r"kubernetes|helm|ansible|prod|production"
)
"""Words of a folder or file where a mistake is dear: who may come in, money, stored data, what runs live."""

_RELEASE = re.compile(r"(?:^|/)\.(?:github/workflows|gitlab|circleci)/[^/]*(?:release|publish|deploy)[^/]*$")
"""What ships the product."""

_PROVISIONAL_FOLDER = re.compile(
    r"_*(?:examples?|scratch|sandbox|playgrounds?|demos?|prototypes?|experiments?|experimental|te?mp|spikes?|"
    r"sketch(?:es)?|poc|tests?|testing|specs?|fixtures?|notebooks?|samples?|tutorials?)_*"
)
_PROVISIONAL_WORD = re.compile(r"examples?|scratch|playground|demo|prototype|experiment|spike|poc|tests?|spec|ipynb")
"""A word with which a file's name begins or ends (``test_core``, ``core.spec``, ``CoreTest``)."""

_UNHARMFUL = frozenset({"adoc", "css", "less", "md", "rst", "scss", "svg", "txt"})
"""Extensions of what can't let anyone in, whatever its name."""

_CRITICAL_BRANCH = re.compile(r"hotfix(?:es)?|releases?|security|prod|production")
"""The first word of a branch."""
_PROVISIONAL_BRANCH = re.compile(
    r"spikes?|experiments?|experimental|wip|poc|proto|prototype|demo|playground|scratch|sandbox|hackathon|throwaway"
)
"""Any word of a branch."""


def critical_path(path: str) -> str | None:
    """Return the outermost part of ``path`` whose name says that mistakes are dear."""
    parts = _parts(path)
    if not parts or parts[-1].lower().rpartition(".")[2] in _UNHARMFUL:
        return None
    if _RELEASE.search(path.replace("\\", "/").lower()):
        return parts[-1]
    return next((_place(parts, at) for at, part in enumerate(parts) if _any(_CRITICAL, _words(part))), None)


def provisional_path(path: str) -> str | None:
    """Return the outermost part of ``path`` whose name says that it is no part of the product."""
    parts = _parts(path)
    for at, part in enumerate(parts[:-1]):
        if _PROVISIONAL_FOLDER.fullmatch(part.lower()) or _is_test_folder(part):
            return _place(parts, at)
    if not parts:
        return None
    words = _words(parts[-1])
    # The extension stands last, so that the end of the name is the word before it; ".ipynb" is itself one.
    return parts[-1] if _any(_PROVISIONAL_WORD, [*words[:1], *words[-2:]]) else None


def critical_branch(branch: str) -> bool:
    """Whether ``branch`` is one from which code goes live (``hotfix/…``, ``release/…``)."""
    return _any(_CRITICAL_BRANCH, _words(branch)[:1])


def provisional_branch(branch: str) -> bool:
    """Whether ``branch`` is one to try things on (``spike/…``, ``wip``)."""
    return _any(_PROVISIONAL_BRANCH, _words(branch))


def matching(path: str, patterns: tuple[str, ...]) -> str | None:
    """Return the first of the user's globs that ``path`` matches.

    A glob without a slash matches any folder or file by its name; ``*`` also spans slashes.
    """
    tidy = path.replace("\\", "/")
    parts = _parts(path)
    for pattern in patterns:
        names = [tidy] if "/" in pattern.rstrip("/") else parts
        whole = pattern + "*" if pattern.endswith("/") and names == [tidy] else pattern.rstrip("/")
        if any(fnmatchcase(name, whole) for name in names):
            return pattern
    return None


def _parts(path: str) -> list[str]:
    return [part for part in path.replace("\\", "/").split("/") if part]


def _place(parts: list[str], at: int) -> str:
    return parts[at] + ("" if at == len(parts) - 1 else "/")


def _words(name: str) -> list[str]:
    return [word.lower() for word in _BETWEEN.split(_CAPITALS.sub(" ", name)) if word]


def _any(pattern: re.Pattern[str], words: list[str]) -> bool:
    return any(pattern.fullmatch(word) for word in words)


def _is_test_folder(part: str) -> bool:
    words = _words(part)
    return bool({"test", "tests"}.intersection(words[:1] + words[-1:]))
