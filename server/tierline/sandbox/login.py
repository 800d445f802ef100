"""The stand-in of OpenRouter's log-in page, where the user always agrees, and of the exchange of a code for a key."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from tierline.sandbox.reply import USER_ID, Reply, Send, error_reply, json_reply

_METHOD = "S256"


class LogIns:
    """Codes that were given out and not yet used."""

    def __init__(self) -> None:
        self._challenges: dict[str, str] = {}

    def agree(self, asked: Mapping[str, str], code: str) -> Reply:
        """Send the browser back with ``code``; show it where no address to go back to was named."""
        challenge, method, back = (
            asked.get(name, "") for name in ("code_challenge", "code_challenge_method", "callback_url")
        )
        if method != _METHOD or not challenge:
            return error_reply(400, "Invalid code_challenge_method")
        self._challenges[code] = challenge
        if not back:
            return Reply(status=200, steps=(Send(code.encode()),), headers=(("Content-Type", "text/plain"),))
        mark = "&" if urlsplit(back).query else "?"
        return Reply(status=302, headers=(("Location", f"{back}{mark}{urlencode({'code': code})}"),))

    def redeem(self, body: Any, key: str) -> Reply:
        """Give ``key`` for a code and the verifier that belongs to it, once."""
        said = body if isinstance(body, dict) else {}
        if said.get("code_challenge_method") != _METHOD:
            return error_reply(400, "Invalid code_challenge_method")
        challenge = self._challenges.pop(str(said.get("code")), None)
        digest = hashlib.sha256(str(said.get("code_verifier")).encode()).digest()
        if challenge != base64.urlsafe_b64encode(digest).rstrip(b"=").decode():
            return error_reply(403, "Invalid code or code_verifier")
        return json_reply({"key": key, "user_id": USER_ID})
