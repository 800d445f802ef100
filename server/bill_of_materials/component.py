"""One thing that a release brings along."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A library at one version, and what it needs itself."""

    ecosystem: str
    """As package URLs call it: ``pypi``, ``npm``."""
    name: str
    version: str
    licence: str
    """An SPDX expression."""
    needs: tuple[str, ...] = ()
    """Names in the same ecosystem, sorted."""

    @property
    def purl(self) -> str:
        """The package URL (ECMA-427), which names no host."""
        return f"pkg:{self.ecosystem}/{self.name.replace('@', '%40')}@{self.version}"
