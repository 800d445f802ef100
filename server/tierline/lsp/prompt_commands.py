"""The commands about prompts: which there are, and what one would send."""

from typing import TYPE_CHECKING, Any

from tierline.lsp.errors import in_sentences, parsed

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from tierline.lsp.session import Session


def register(server: "LanguageServer", session: "Session") -> None:
    """Register them."""

    @server.command("tierline.commands")
    @in_sentences
    async def commands(*arguments: Any) -> Any:
        from tierline.lsp.prompts import commands_in
        from tierline.lsp.protocol import CommandInfo, Commands, CommandsParams

        # The settings say whether a project's prompts count.
        await session.service()
        params = parsed(CommandsParams, arguments[0] if arguments and arguments[0] is not None else {})
        found = Commands(
            commands=tuple(
                CommandInfo(
                    name=command.name,
                    title=command.title,
                    kind=command.kind,
                    edits=command.kind.edits,
                    needs_instruction=command.needs_instruction,
                    origin=command.origin,
                    file=command.file,
                )
                for command in commands_in(session, params.uri).values()
            )
        )
        return found.model_dump(mode="json", by_alias=True)

    @server.command("tierline.preview")
    @in_sentences
    async def preview(*arguments: Any) -> Any:
        from tierline.lsp.convert import task_from
        from tierline.lsp.previewing import preview_info, previewed_by
        from tierline.lsp.project import project_rules
        from tierline.lsp.prompts import equipped
        from tierline.lsp.protocol import TaskParams
        from tierline.lsp.tasks import pin_of

        params = parsed(TaskParams, arguments[0] if arguments else None)
        task, _ = task_from(server, params)
        service = await session.service()
        task = equipped(session, params, task)
        project = project_rules(session, params.uri)
        found = await previewed_by(service.engine, task, pin=pin_of(session, params), project=project)
        return preview_info(found).model_dump(mode="json", by_alias=True)
