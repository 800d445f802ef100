"""Answers that are opened as documents."""

import asyncio
from pathlib import Path

from tierline.lsp.answers import KEPT_FILES, _write


async def test_editors_that_write_answers_at_once_do_not_stumble_over_what_the_others_remove(tmp_path: Path) -> None:
    writing = (asyncio.to_thread(_write, tmp_path, f"task-{number}", "text") for number in range(400))
    await asyncio.gather(*writing)
    assert len(list(tmp_path.glob("*.md"))) <= 2 * KEPT_FILES


async def test_only_what_was_written_for_an_editor_is_removed_and_no_id_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "mine.md").write_text("my own", encoding="utf-8")
    for number in range(2 * KEPT_FILES):
        await asyncio.to_thread(_write, folder, f"../../task {number}", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["answers"]
    assert (folder / "mine.md").read_text(encoding="utf-8") == "my own"
    assert len(list(folder.iterdir())) == KEPT_FILES + 1
