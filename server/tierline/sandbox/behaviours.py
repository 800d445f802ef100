"""The table of behaviours. Each is provoked by the model id ``sandbox/<name>``, or ``sandbox/<name>:free``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from tierline.sandbox import faults, framing, playing, refusals, speeches
from tierline.sandbox.listing import PROVIDER
from tierline.sandbox.playing import play
from tierline.sandbox.refusals import Perform, provider_failed, refuse
from tierline.sandbox.reply import Reply
from tierline.sandbox.scene import Scene


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One way to answer, good or bad."""

    name: str
    description: str
    """One sentence."""
    perform: Perform


def ordinary(scene: Scene) -> Reply:
    """Answer as a model should."""
    return play(scene, scene.answer())


def _usage(style: playing.UsageStyle) -> Perform:
    return lambda scene: play(scene, scene.answer(), usage=style)


MODERATION = {
    "error_type": "content_policy_violation",
    "reasons": ["violence"],
    "flagged_input": "(flagged)",
    "provider_name": PROVIDER,
    "model_slug": "{model}",
}
RAW_RATE = "{model} is temporarily rate-limited upstream. Please retry shortly, or add your own key."

_TABLE = (
    # whole answers
    Behaviour("ok", "Answers as an ordinary model does.", ordinary),
    Behaviour("slow", "Answers whole, with a pause after every chunk.", partial(faults.slow, 0.05)),
    Behaviour("slow-loris", "Sends a short answer one byte at a time.", faults.byte_by_byte),
    Behaviour("split-utf8", "Cuts characters of several bytes across TCP writes.", faults.split_characters),
    Behaviour("reasoning", "Sends reasoning and reasoning_details before the content.", speeches.reasoning),
    Behaviour("reasoning-only", "Spends everything on reasoning: no content, length.", speeches.only_reasoning),
    Behaviour("usage-empty-choices", "Tells usage in a chunk without choices.", _usage(playing.empty_choices)),
    Behaviour("usage-repeat-finish", "Tells usage beside a second finish reason.", _usage(playing.repeat_finish)),
    Behaviour("usage-null-finish", "Tells usage beside a finish reason of null.", _usage(playing.null_finish)),
    Behaviour("no-usage", "Never tells tokens or cost, though it is billed.", speeches.without_usage),
    Behaviour("byok", "Bills the account's own provider key; cost is only the fee.", speeches.own_key),
    Behaviour("late-generation", "Answers, but its generation is not found at the first look-up.", ordinary),
    Behaviour("bills-on", "Rests in mid answer, and bills all of it also where the client leaves.", framing.bills_on),
    # whole answers, oddly wrapped
    Behaviour("gzip", "Answers compressed.", framing.gzipped),
    Behaviour("crlf", "Ends lines with CRLF, in two writes.", framing.crlf),
    Behaviour("bad-utf8", "Sends bytes within the text that are no UTF-8.", framing.not_utf8),
    Behaviour("sse-extras", "Sends events, ids, retry times and comments among the chunks.", framing.with_extras),
    Behaviour("octet-stream", "Answers under a content type that says nothing.", framing.mistyped),
    Behaviour("unasked-body", "Answers in one piece, after blank lines, never as a stream.", framing.unasked_body),
    # answers of little use
    Behaviour("length", "Stops in mid answer with finish reason length.", speeches.too_long),
    Behaviour("content-filter", "Stops in mid answer with finish reason content_filter.", speeches.filtered),
    Behaviour("refusal", "Declines politely.", speeches.refusal),
    Behaviour("unfenced", "Gives code without a fence.", speeches.unfenced),
    Behaviour("elided", "Leaves out the rest of the code as unchanged.", speeches.elided),
    Behaviour("bad-code", "Gives code that does not parse.", speeches.bad_code),
    Behaviour("prose", "Talks about the code and gives none.", speeches.prose),
    # refusals by status
    Behaviour("400", "Refuses a bad parameter.", refuse(400, "Invalid value for parameter")),
    Behaviour("400-context", "Finds the prompt longer than the context.", refusals.context_too_long),
    Behaviour("401", "Does not know the key.", refuse(401, "User not found.", account_level=True)),
    Behaviour(
        "402",
        "Finds no credit left.",
        refuse(402, "Insufficient credits. Add more using https://openrouter.ai/credits", account_level=True),
    ),
    Behaviour("402-afford", "Can only afford 1000 tokens; answers if max_tokens is no more.", refusals.affordable),
    Behaviour(
        "403",
        "Wants a management key.",
        refuse(403, "Only management keys can perform this operation", account_level=True),
    ),
    Behaviour(
        "403-key-limit",
        "Finds the key's own limit spent.",
        refuse(
            403,
            "Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys",
            account_level=True,
        ),
    ),
    Behaviour(
        "403-moderation",
        "Finds the input flagged by moderation.",
        refuse(403, "{model} requires moderation. Your input was flagged", metadata=MODERATION),
    ),
    Behaviour("404", "Finds no endpoint for the model.", refuse(404, "No endpoints found for {model}.")),
    Behaviour(
        "404-free-ended",
        "Is no longer free.",
        refuse(
            404,
            "This model is unavailable for free. The paid version is available now - use this slug instead: sandbox/ok",
        ),
    ),
    Behaviour("408", "Times out.", refuse(408, "Operation timed out. Please try again later.")),
    Behaviour("413", "Finds the request too large.", refuse(413, "Request Entity Too Large")),
    Behaviour("422", "Can't make sense of the request.", refuse(422, "Unprocessable Entity")),
    Behaviour("429", "Hits the free models' limit per minute.", refusals.minute_limit),
    Behaviour("429-daily", "Hits the free models' limit per day.", refusals.daily_limit),
    Behaviour(
        "429-upstream",
        "Hits the provider's rate limit; Retry-After says for how long.",
        provider_failed(429, "rate_limit_exceeded", RAW_RATE, retry_after=True),
    ),
    Behaviour("500", "Fails inside, all detail masked.", refuse(500, "Internal Server Error")),
    Behaviour("502", "Finds the provider down.", provider_failed(502, "provider_unavailable", "connect ECONNREFUSED")),
    Behaviour(
        "503",
        "Finds nobody who can serve; Retry-After says when to come again.",
        refuse(
            503,
            "Service temporarily unavailable",
            metadata={"error_type": "provider_overloaded"},
            headers=(("Retry-After", str(refusals.RETRY_AFTER_S)),),
        ),
    ),
    Behaviour("504", "Finds the provider too slow.", provider_failed(504, "timeout", "upstream timed out")),
    Behaviour("524", "Times out at the edge.", refuse(524, "Request timed out. Please try again later.")),
    Behaviour("529", "Finds the provider overloaded.", provider_failed(529, "provider_overloaded", "overloaded")),
    Behaviour("redirect", "Sends the client to another address.", framing.redirect),
    Behaviour("html-502", "Answers 502 with the edge's HTML page.", faults.html),
    # errors behind a 200
    Behaviour("error-200", "Answers 200 with a body that holds only an error.", faults.error_alone),
    Behaviour(
        "midstream", "Fails in mid stream: error chunk, choices empty.", partial(faults.midstream, faults.no_choices)
    ),
    Behaviour(
        "midstream-finish",
        "Fails in mid stream: error chunk beside finish reason error.",
        partial(faults.midstream, faults.error_choice),
    ),
    Behaviour(
        "midstream-text-code",
        "Fails in mid stream: the error's code is a word.",
        partial(faults.midstream, faults.text_code),
    ),
    Behaviour(
        "midstream-bare",
        "Fails in mid stream: a chunk of only error and user_id.",
        partial(faults.midstream, faults.bare),
    ),
    Behaviour("midstream-first", "Fails in the very first chunk.", faults.error_first),
    Behaviour("midstream-empty", "Finishes without a word and without charge.", faults.nothing_said),
    # broken wires
    Behaviour("hang", "Accepts and never answers.", faults.hang),
    Behaviour("hang-up", "Closes the connection instead of answering.", faults.hang_up),
    Behaviour("reset", "Resets the connection instead of answering.", faults.reset),
    Behaviour("hang-comments", "Sends keep-alive comments for ever.", faults.keep_alive_for_ever),
    Behaviour("stall", "Falls silent in mid answer.", faults.stall),
    Behaviour("cut", "Closes the connection within a chunk.", faults.cut_off),
    Behaviour("end-early", "Ends in good order without finish reason and [DONE].", faults.end_early),
    Behaviour(
        "no-done",
        "Ends with a finish reason but without [DONE].",
        lambda scene: play(scene, scene.answer(), done=False),
    ),
    Behaviour("garbage", "Sends bytes that are neither events nor JSON.", faults.garbage),
    Behaviour("bad-json", "Sends a data line of broken JSON.", faults.broken_json),
    Behaviour("empty-200", "Answers 200 with an empty body.", faults.empty),
    Behaviour("html-200", "Answers 200 with a web page, as captive portals do.", framing.web_page),
    Behaviour("oversized-line", "Sends a line that is larger than any answer.", framing.oversized),
    Behaviour("bad-gzip", "Promises compressed bytes and sends plain ones.", framing.not_gzip),
    Behaviour("not-http", "Answers in another protocol.", faults.not_http),
)

BEHAVIOURS: Mapping[str, Behaviour] = MappingProxyType({row.name: row for row in _TABLE})
