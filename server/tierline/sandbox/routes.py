"""Which request gets which reply. Pure but for the books, which it reads and tells what was asked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, unquote

from tierline.sandbox import exact_json
from tierline.sandbox.account import SANDBOX_KEY, credits_shape, generation_shape, key_shape, refuse_key
from tierline.sandbox.books import Books, Ending, Record
from tierline.sandbox.catalogue import Catalogue
from tierline.sandbox.chat import Says, Stamp, answer_chat
from tierline.sandbox.listing import endpoints_shape, model_shape, models_page
from tierline.sandbox.login import LogIns
from tierline.sandbox.reply import Reply, error_reply, json_reply
from tierline.sandbox.request import InvalidRequestError, parse_request
from tierline.sandbox.script import Script

ROOT = "/api/v1"
BOOKS_PATH = f"{ROOT}/sandbox/books"
"""The sandbox's own: the books as JSON. Needs no key and is not entered in them."""

AUTH_PATH = "/auth"
"""The page at which a user logs in; it lies outside the API."""
MAX_PAGE = 1000
MAX_BODY = 8 * 1024 * 1024
"""Bytes."""
LATE = "late-generation"
_WHOLE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request, read to its end. ``body`` is None where it was larger than ``MAX_BODY``."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes | None

    @property
    def path(self) -> str:
        """The path, decoded, without query."""
        return unquote(self.target.partition("?")[0])

    def query(self, name: str) -> str | None:
        """Return the first value of a query parameter; None if there is none, or an empty one."""
        values = parse_qs(self.target.partition("?")[2], max_num_fields=None).get(name)
        return values[0] if values else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a route may read beside the request."""

    request: Request
    record: Record
    books: Books
    catalogue: Catalogue
    script: Script
    says: Says
    log_ins: LogIns
    now: datetime
    generation_id: str


Route = Callable[[Context], Reply]


def respond(context: Context) -> Reply:
    """Find the route and ask it."""
    request = context.request
    if request.body is None:
        return error_reply(413, f"Request Entity Too Large: at most {MAX_BODY} bytes")
    if request.path == AUTH_PATH:
        return _only("GET", context, _auth)
    path = request.path.removeprefix(ROOT) if request.path.startswith(ROOT + "/") else ""
    if path.startswith("/models/") and path.endswith("/endpoints"):
        return _only("GET", context, _endpoints)
    if path.startswith("/model/"):
        return _only("GET", context, _model)
    method, route, needs_key = ROUTES.get(path, ("", None, False))
    if route is None:
        return error_reply(404, "Not Found")
    refused = refuse_key(request.headers.get("authorization")) if needs_key else None
    return error_reply(401, refused) if refused else _only(method, context, route)


def _only(method: str, context: Context, route: Route) -> Reply:
    if context.request.method != method:
        return error_reply(405, "Method Not Allowed", headers=(("Allow", method),))
    return route(context)


def _chat(context: Context) -> Reply:
    try:
        body = exact_json.loads(context.request.body or b"")
    except ValueError:
        return error_reply(400, "Invalid JSON in request body")
    context.record.body = body
    context.record.body_json = exact_json.Verbatim((context.request.body or b"").decode("utf-8-sig", "replace"))
    try:
        request = parse_request(body)
    except InvalidRequestError as error:
        return error_reply(400, str(error))
    context.record.models = request.models
    context.record.message_chars = tuple(len(message.text) for message in request.messages)
    stamp = Stamp(generation_id=context.generation_id, now=context.now)
    return answer_chat(request, context.catalogue, context.script, context.says, stamp)


def _auth(context: Context) -> Reply:
    names = ("code_challenge", "code_challenge_method", "callback_url")
    asked = {name: value for name in names if (value := context.request.query(name))}
    return context.log_ins.agree(asked, f"code-{context.generation_id}")


def _auth_keys(context: Context) -> Reply:
    try:
        body = exact_json.loads(context.request.body or b"")
    except ValueError:
        return error_reply(400, "Invalid JSON in request body")
    return context.log_ins.redeem(body, SANDBOX_KEY)


def _models(context: Context) -> Reply:
    entries = context.catalogue.entries
    offset, limit = context.request.query("offset"), context.request.query("limit")
    if not (_WHOLE.fullmatch(offset or "0") and _WHOLE.fullmatch(limit or "1") and 1 <= int(limit or 1) <= MAX_PAGE):
        return error_reply(400, f"offset must be at least 0 and limit between 1 and {MAX_PAGE}")
    paged = offset is not None or limit is not None
    page = models_page(entries, int(offset or 0), int(limit or 500) if paged else None)
    caching = ("Cache-Control", "public, max-age=300, stale-while-revalidate=3600, stale-if-error=3600")
    return json_reply(page, headers=(caching,))


def _models_count(context: Context) -> Reply:
    return json_reply({"data": {"count": len(context.catalogue.entries)}})


def _endpoints(context: Context) -> Reply:
    name = context.request.path.removeprefix(f"{ROOT}/models/").removesuffix("/endpoints")
    entry = context.catalogue.find(name)
    if entry is None:
        return error_reply(404, f"Model {name} not found")
    known = refuse_key(context.request.headers.get("authorization")) is None
    return json_reply(endpoints_shape(entry, known=known))


def _model(context: Context) -> Reply:
    name = context.request.path.removeprefix(f"{ROOT}/model/")
    entry = context.catalogue.find(name)
    return json_reply({"data": model_shape(entry)}) if entry else error_reply(404, f"Model {name} not found")


def _key(context: Context) -> Reply:
    return json_reply(key_shape(context.books, context.record.key, context.now))


def _credits(context: Context) -> Reply:
    return json_reply(credits_shape(context.books))


def _generation(context: Context) -> Reply:
    """A generation is known once its answer has ended; after a late one, only from the second look-up on."""
    wanted = context.request.query("id")
    if not wanted:
        return error_reply(400, "id: Required")
    record = next((entry for entry in context.books.records if entry.generation_id == wanted), None)
    if record is None or record.ending is Ending.OPEN:
        return error_reply(404, f"Generation {wanted} not found")
    record.lookups += 1
    if record.behaviour == LATE and record.lookups == 1:
        return error_reply(404, f"Generation {wanted} not found")
    return json_reply(generation_shape(record))


def _books(context: Context) -> Reply:
    return json_reply(context.books.to_wire())


ROUTES: Mapping[str, tuple[str, Route, bool]] = {
    # path under /api/v1: method, route, whether a key is needed
    "/models": ("GET", _models, False),
    "/models/user": ("GET", _models, True),
    "/models/count": ("GET", _models_count, False),
    "/chat/completions": ("POST", _chat, True),
    "/key": ("GET", _key, True),
    "/auth/key": ("GET", _key, True),
    "/auth/keys": ("POST", _auth_keys, False),
    "/credits": ("GET", _credits, True),
    "/generation": ("GET", _generation, True),
    "/sandbox/books": ("GET", _books, False),
}
