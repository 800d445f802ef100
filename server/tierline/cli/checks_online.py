"""What ``tierline doctor`` finds out about the key and the way to OpenRouter."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from tierline.cli.checks_here import key_command
from tierline.cli.finding import Finding, fail, ok, warn
from tierline.task import TierlineError

if TYPE_CHECKING:
    from tierline.openrouter.account import KeyState

_OK, _UNAUTHORISED = 200, 401
_FEW_LEFT = 0.1
_TO_GET_A_KEY = (
    "run tierline login, or get one at openrouter.ai/settings/keys and put it into OPENROUTER_API_KEY, or name a "
    "command that prints it as keyCommand in your settings file"
)


async def key(*, offline: bool) -> AsyncIterator[Finding]:
    """Where the key comes from, and whether OpenRouter accepts it."""
    from tierline.app import open_client

    async with open_client(key_command()) as (holder, client):
        try:
            found = await holder.reveal()
        except TierlineError as error:
            yield fail("key", str(error), "correct it where it is kept")
            return
        if found is None or holder.current is None:
            yield fail(
                "key",
                "there is none in the environment, from a key command or in the keyring (one that your editor keeps "
                "can't be seen from here)",
                _TO_GET_A_KEY,
            )
            return
        yield ok("key", f"from {holder.current.source}", source=holder.current.source)
        if offline:
            return
        try:
            status, body = await client.get("/key")
        except TierlineError as error:
            yield fail("key", f"not asked: {error}", "see the lines about the network")
            return
    from tierline.openrouter.account import parse_key_state

    if status == _UNAUTHORISED:
        yield fail("key", "it is not accepted", _TO_GET_A_KEY)
        return
    state = parse_key_state(body) if status == _OK else None
    if state is None:
        yield warn(
            "key", f"nothing is told about it (status {status}); gateways don't", "nothing, if a gateway is meant"
        )
        return
    yield _limits(state)
    if state.free_requests:
        yield _free(*state.free_requests)


def _limits(state: "KeyState") -> Finding:
    month = "" if state.month_usd is None else f"; ${state.month_usd:.2f} used this month"
    facts = {
        "limitUsd": _number(state.limit_usd),
        "leftUsd": _number(state.left_usd),
        "monthUsd": _number(state.month_usd),
    }
    if state.limit_usd is None:
        return ok("key", f"accepted, without a limit of its own{month}", **facts)
    left = state.left_usd or 0
    said = f"accepted; ${left:.2f} of its ${state.limit_usd:.2f} {state.resets or 'in all'} are left{month}"
    if left <= 0:
        return fail("key", said, "raise the limit at openrouter.ai/settings/keys", **facts)
    if float(left) < float(state.limit_usd) * _FEW_LEFT:
        return warn("key", said, "raise the limit at openrouter.ai/settings/keys", **facts)
    return ok("key", said, **facts)


def _free(limit: int, used: int) -> Finding:
    said = f"{used:,} of today's {limit:,} requests are used (until midnight UTC)"
    facts = {"limit": limit, "used": used}
    if used >= limit:
        return warn("free models", said, "wait, or ask for the default tier, which is paid", **facts)
    return ok("free models", said, **facts)


def _number(amount: object) -> float | None:
    return None if amount is None else float(str(amount))


async def network() -> AsyncIterator[Finding]:
    """Whether the base URL answers, by what way and how fast."""
    from tierline.app import base_url
    from tierline.log import redacted
    from tierline.openrouter.reach import reach

    where = base_url()
    found = await reach(where)
    took = ", ".join(f"{step} {took} ms" for step, took in found.steps_ms.items())
    way = f" through the proxy {redacted(found.proxy)}" if found.proxy else ""
    facts = {"baseUrl": where, "status": found.status, "tls": found.tls, **found.steps_ms}
    if found.status is None:
        todo = "check the network, HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and TIERLINE_BASE_URL"
        yield fail("network", f"{where} can't be reached{way} ({redacted(found.problem)})", todo, **facts)
        return
    yield ok("network", f"{where} answers{way}: {took}" + (f"; {found.tls}" if found.tls else ""), **facts)
