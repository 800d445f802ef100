"""``POST /chat/completions``: which model answers, and what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from tierline.sandbox import tokens
from tierline.sandbox.behaviours import BEHAVIOURS, ordinary
from tierline.sandbox.catalogue import Catalogue, CatalogueEntry
from tierline.sandbox.refusals import context_too_long
from tierline.sandbox.reply import Reply, error_reply
from tierline.sandbox.request import ChatRequest, InvalidRequestError
from tierline.sandbox.scene import Scene
from tierline.sandbox.script import Script
from tierline.sandbox.tariff import EXACT, Tariff

Says = Callable[[str, Sequence[tuple[str, str]]], str]
"""A model's id and a conversation, as pairs of role and text → what the model says."""

TOKENS_PER_MILLION = Decimal(1_000_000)
BATCH_VARIANT = ":batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What makes one generation different from the next."""

    generation_id: str
    now: datetime


def answer_chat(request: ChatRequest, catalogue: Catalogue, script: Script, says: Says, stamp: Stamp) -> Reply:
    """Answer a request, or refuse it. Of several models the first that does not fail answers.

    What ``script`` plans for a model stands before what its id says; ``says`` has the words of the ordinary answer.
    """
    try:
        entries = _entries(request, catalogue)
    except InvalidRequestError as error:
        return error_reply(400, str(error))
    affordable = [entry for entry in entries if _within(request.max_price, catalogue.routed(entry) or entry)]
    if not affordable:
        return error_reply(404, "No endpoints found that satisfy the requested max_price.")
    return _first_that_answers(affordable, lambda entry: _ask(entry, request, catalogue, script, says, stamp))


def _entries(request: ChatRequest, catalogue: Catalogue) -> list[CatalogueEntry]:
    """Without a model the account's default answers: the first of the catalogue."""
    if not request.models and catalogue.entries:
        return [catalogue.entries[0]]
    found = [(name, catalogue.find(name)) for name in request.models]
    for name, entry in found:
        if entry is None:
            raise InvalidRequestError(f"{name} is not a valid model ID")
    if not found:
        raise InvalidRequestError("No models provided")
    return [replace(entry, id=name) for name, entry in found if entry]


def _within(max_price: Mapping[str, Decimal], entry: CatalogueEntry) -> bool:
    prices = {"prompt": entry.prompt_usd_per_token, "completion": entry.completion_usd_per_token}
    return all(EXACT.multiply(prices[name], TOKENS_PER_MILLION) <= ceiling for name, ceiling in max_price.items())


def _first_that_answers(entries: Sequence[CatalogueEntry], ask: Callable[[CatalogueEntry], Reply]) -> Reply:
    """Fall back silently; failures of the account end it, and the last failure comes back."""
    *first, last = entries
    for entry in first:
        reply = ask(entry)
        if not reply.refused or reply.account_level:
            return reply
    return ask(last)


def _ask(  # noqa: PLR0913, PLR0917 one of several models that may answer, and all that its answer depends on
    entry: CatalogueEntry, request: ChatRequest, catalogue: Catalogue, script: Script, says: Says, stamp: Stamp
) -> Reply:
    if entry.id.endswith(BATCH_VARIANT):
        return replace(error_reply(404, "This model is only available through the Batch API"), model=entry.id)
    routed = catalogue.routed(entry)
    if routed is None:
        return replace(error_reply(404, "No models match your request and model restrictions"), model=entry.id)
    behaviour = script.next(entry.id) or catalogue.behaviour(entry.id)
    text = says(routed.id, [(message.role, message.text) for message in request.messages])
    scene = _scene(routed, behaviour, request, text, stamp)
    perform = BEHAVIOURS[behaviour].perform if behaviour else ordinary
    asked = scene.tariff.prompt_tokens + (request.max_tokens or 0)
    reply = context_too_long(scene, routed.context_length) if asked > routed.context_length else perform(scene)
    generated = stamp.generation_id if reply.status == 200 else ""  # noqa: PLR2004 - HTTP's own
    return replace(reply, model=routed.id, free=routed.free, behaviour=behaviour, generation_id=generated)


def _scene(entry: CatalogueEntry, behaviour: str, request: ChatRequest, text: str, stamp: Stamp) -> Scene:
    prompt_tokens = tokens.count_prompt(message.text for message in request.messages)
    room = max(1, entry.context_length - prompt_tokens)
    limits = (request.max_tokens, entry.max_completion_tokens, room)
    return Scene(
        model=entry.id,
        behaviour=behaviour,
        text=text,
        messages=request.messages,
        stream=request.stream,
        asked_tokens=request.max_tokens,
        max_tokens=min(limit for limit in limits if limit),
        stops=request.stops,
        tariff=Tariff(
            prompt_tokens=prompt_tokens,
            prompt_usd_per_token=entry.prompt_usd_per_token,
            completion_usd_per_token=entry.completion_usd_per_token,
        ),
        generation_id=stamp.generation_id,
        now=stamp.now,
    )
