"""What a test needs to know of the proxy."""

from dataclasses import dataclass

from tierline.sandbox import Sandbox

TEAM_KEY = "sk-team-key"


@dataclass(frozen=True)
class Gateway:
    """The proxy's address, and the sandbox that it asks."""

    base_url: str
    sandbox: Sandbox
    key: str = TEAM_KEY
