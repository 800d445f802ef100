"""The editor's settings: pulled where the client can be asked, else as it has pushed them.

They are the user's, one set for the connection: workspace folders differ by what their ``.tierline`` folders say, which
is found from the document, and not by what an editor says of a folder.
"""

import asyncio
import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

SECTION = "tierline"
ANSWER_WITHIN_S = 5.0

log = logging.getLogger("tierline")


class Configuration:
    """What the client says of the user's settings."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._pushed: Any = None

    def push(self, settings: Any) -> None:
        """Take what came with a change: all settings, Tierline's among them."""
        if isinstance(settings, dict) and SECTION in settings:
            self._pushed = settings[SECTION]

    async def read(self) -> Any:
        """Return Tierline's settings as JSON; ``None`` where the client says nothing."""
        workspace = self._server.client_capabilities.workspace
        if not (workspace and workspace.configuration):
            return self._pushed
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                items = await self._server.workspace_configuration_async(
                    types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
                )
        except (TimeoutError, JsonRpcException):
            log.warning("the editor did not answer workspace/configuration; the settings file alone is used")
            return self._pushed
        return items[0] if items else None

    async def ask_for_changes(self) -> None:
        """Ask to be told of changes, where the client wants to be asked for that."""
        workspace = self._server.client_capabilities.workspace
        change = workspace.did_change_configuration if workspace else None
        if not (change and change.dynamic_registration):
            return
        wish = types.Registration(
            "tierline-settings",
            types.WORKSPACE_DID_CHANGE_CONFIGURATION,
            types.DidChangeConfigurationRegistrationOptions(section=SECTION),
        )
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await self._server.client_register_capability_async(types.RegistrationParams([wish]))
        except (TimeoutError, JsonRpcException):
            log.info("the editor does not let itself be asked to tell of changed settings")
