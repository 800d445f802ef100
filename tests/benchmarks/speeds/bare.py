"""A bare pygls server with one command: what Tierline's start is measured against."""

from pygls.lsp.server import LanguageServer

server = LanguageServer("bare", "1")


@server.command("bare.run")
async def run(*_: object) -> None:
    """Do nothing."""


if __name__ == "__main__":
    server.start_io()
