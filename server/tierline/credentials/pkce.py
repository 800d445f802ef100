"""OpenRouter's log-in: an authorisation code with proof of possession (RFC 7636, method S256). Pure but for chance."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

PATH = "/callback/"
_STATE_BYTES = 24
_VERIFIER_BYTES = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class LogIn:
    """One log-in under way. The state stands in the callback's path, which every server sends back as it is."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(_STATE_BYTES), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(_VERIFIER_BYTES), repr=False)

    @property
    def challenge(self) -> str:
        """The verifier's SHA-256, base64url without padding."""
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")

    def page(self, auth_url: str, port: int | None = None) -> str:
        """Return the page to open; without a ``port`` on the loopback, it shows the code to be copied."""
        asked = {"code_challenge": self.challenge, "code_challenge_method": "S256", "key_label": "Tierline"}
        if port is not None:
            asked["callback_url"] = f"http://localhost:{port}{PATH}{self.state}"
        return f"{auth_url}?{urlencode(asked)}"

    def code_in(self, target: str) -> str | None:
        """Return the code of a callback's request target; ``None`` if it is not the answer to this log-in."""
        parts = urlsplit(target)
        codes = parse_qs(parts.query).get("code", [])
        genuine = hmac.compare_digest(parts.path.encode(), f"{PATH}{self.state}".encode())
        return codes[0] if genuine and len(codes) == 1 and codes[0] else None

    def exchange(self, code: str) -> dict[str, str]:
        """Return the body that turns the code into a key."""
        return {"code": code, "code_verifier": self.verifier, "code_challenge_method": "S256"}
