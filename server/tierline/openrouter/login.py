"""The HTTP of OpenRouter's log-in: where its page is, and a code for a key."""

from collections.abc import Mapping
from importlib.metadata import version

import httpx

from tierline.task import TierlineError

_EXCHANGE_S = 30.0


class LogInFailed(TierlineError):
    """No key came of the log-in; what there was before stays."""

    code = "no-key"


def auth_url(base_url: str) -> str:
    """Return the log-in page that belongs to an API's base URL."""
    return str(httpx.URL(base_url).copy_with(path="/auth", query=None, fragment=None))


async def key_for(base_url: str, body: Mapping[str, str]) -> str:
    """Turn a code and its verifier (``body``) into a key.

    Raises:
        LogInFailed: the code is wrong, used or expired, or OpenRouter can't be reached.
    """
    again = "run `tierline login` again."
    try:
        async with httpx.AsyncClient(
            timeout=_EXCHANGE_S, headers={"User-Agent": f"tierline/{version('tierline')}"}
        ) as http:
            response = await http.post(f"{base_url.rstrip('/')}/auth/keys", json=dict(body))
        key = response.json().get("key") if response.status_code == httpx.codes.OK else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, AttributeError):
        raise LogInFailed(f"OpenRouter could not be asked for the key: check the network, then {again}") from None
    if response.status_code == httpx.codes.FORBIDDEN:
        raise LogInFailed(f"OpenRouter does not accept the code: it works once, for ten minutes; {again}")
    if not isinstance(key, str):
        raise LogInFailed(f"OpenRouter gave no key (status {response.status_code}); {again}")
    return key
