"""Take the new text of the selection out of a reply."""

from tierline.answer.reply import Reading, read_reply
from tierline.task import Kind, Task


def reading(task: Task, reply: str) -> Reading:
    """Return the text that takes the place of the task's selection, or why ``reply`` holds none."""
    language = "" if task.kind is Kind.TRANSLATE else task.language
    return read_reply(reply, task.source, task.start, task.end, language=language, instruction=task.instruction)


def replacement(reply: str, source: str, start: int, end: int) -> str | None:
    """Return the text that takes the place of ``source[start:end]``, in any language; ``None`` if there is none."""
    return read_reply(reply, source, start, end).new_text
