"""The commands about prompts: which there are, and what one would send."""

from typing import TYPE_CHECKING

from tierline.lsp.registering import command

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from tierline.lsp import protocol as wire
    from tierline.lsp.session import Session


def register(server: "LanguageServer", session: "Session") -> None:
    """Register them."""

    @command(server, "tierline.commands")
    async def commands(params: "wire.CommandsParams") -> "wire.Commands":
        from tierline.lsp.prompts import commands_in
        from tierline.lsp.protocol import CommandInfo, Commands

        # The settings say whether a project's prompts count.
        await session.service()
        return Commands(
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

    @command(server, "tierline.preview")
    async def preview(params: "wire.TaskParams") -> "wire.PreviewResult":
        from tierline.lsp.commit_message import task_for
        from tierline.lsp.previewing import preview_info, previewed_by
        from tierline.lsp.project import project_rules
        from tierline.lsp.prompts import equipped
        from tierline.lsp.sequels import begin
        from tierline.lsp.tasks import pin_of

        task = await task_for(server, params)
        service = await session.service()
        task = (await begin(session, params, equipped(session, params, task))).task
        project = project_rules(session, params.uri)
        found = await previewed_by(service.engine, task, pin=pin_of(session, params), project=project)
        return preview_info(found)
