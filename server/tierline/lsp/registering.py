"""Commands and requests of our own, registered by name: the table of messages says what they carry."""

from typing import TYPE_CHECKING, Any

from tierline.lsp.errors import BadArgument, in_sentences, parsed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pygls.lsp.server import LanguageServer

    from tierline.lsp.protocol import Wire

    Handler = Callable[..., Awaitable[Wire | dict[str, Any] | None]]
    """Takes the argument as its model, or nothing where the message carries nothing; returns the payload."""


def command(server: "LanguageServer", name: str) -> "Callable[[Handler], Handler]":
    """Register a coroutine as a command. It begins without an await in between, on the documents as they are."""

    def register(handler: "Handler") -> "Handler":
        @server.command(name)
        @in_sentences
        async def answer(*arguments: Any) -> Any:
            if len(arguments) > 1:
                raise BadArgument(f"{name} takes one object as its argument; {len(arguments)} were sent.")
            return await _answered(name, handler, arguments[0] if arguments else None)

        return handler

    return register


def request(server: "LanguageServer", name: str) -> "Callable[[Handler], Handler]":
    """Register a coroutine as a request of its own."""

    def register(handler: "Handler") -> "Handler":
        @server.feature(name)
        @in_sentences
        async def answer(params: Any) -> Any:
            return await _answered(name, handler, params)

        return handler

    return register


async def _answered(name: str, handler: "Handler", raw: Any) -> Any:
    from tierline.lsp.protocol.messages import BY_NAME

    model = BY_NAME[name].params
    if model is None and raw not in (None, {}):
        raise BadArgument(f"{name} takes no argument; send none.")
    payload = await (handler(parsed(model, raw)) if model else handler())
    return payload if payload is None or isinstance(payload, dict) else payload.model_dump(mode="json", by_alias=True)
