/** The message of a commit, written into the box of the source control view. */
import { extensions, l10n, ProgressLocation, Uri, window } from "vscode";
import type { RunResult } from "./protocol";
import type { Server } from "./server/client";

/** As much of the git extension's interface as is used here. */
interface Repository {
  rootUri: Uri;
  inputBox: { value: string };
  ui: { selected: boolean };
}
interface Git {
  getAPI(version: 1): { repositories: Repository[]; getRepository: (uri: Uri) => Repository | null };
}

/** @param source the source control that the command was chosen on, where it was chosen there */
export async function fillCommitMessage(server: Server, source: unknown): Promise<void> {
  const repository = await repositoryOf(source);
  if (repository === undefined) return;
  const before = repository.inputBox.value;
  const result = await window.withProgress({ location: ProgressLocation.SourceControl }, () =>
    server.execute<RunResult>("tierline.commitMessage", { uri: repository.rootUri.toString() }));
  if (repository.inputBox.value !== before) {
    // The user wrote one meanwhile.
    const use = l10n.t("Use It");
    const choice = await window.showInformationMessage(l10n.t("Tierline would write: {0}", result.text), use);
    if (choice !== use) return;
  }
  repository.inputBox.value = result.text.trim();
}

async function repositoryOf(source: unknown): Promise<Repository | undefined> {
  const git = extensions.getExtension<Git>("vscode.git");
  if (git === undefined) throw new Error(l10n.t("the editor's git extension is switched off"));
  const { repositories, getRepository } = (git.isActive ? git.exports : await git.activate()).getAPI(1);
  const root = (source as { rootUri?: Uri } | undefined)?.rootUri;
  if (root instanceof Uri) return getRepository(root) ?? undefined;
  if (repositories.length === 0) throw new Error(l10n.t("no git repository is open"));
  if (repositories.length === 1) return repositories[0];
  const items = repositories.map((repository) => ({ label: repository.rootUri.path.split("/").at(-1) ?? "", description: repository.rootUri.fsPath, repository }));
  return (await window.showQuickPick(items, { title: l10n.t("Of which repository?") }))?.repository;
}
