/** What somebody who is to help has to know, without code and without secrets. */
import os from "node:os";
import { env, type ExtensionContext, l10n, UIKind, version, window, workspace } from "vscode";
import { lastErrors } from "./errors";
import { hasKey } from "./key";
import type { Server } from "./server/client";
import { run } from "./server/run";
import { debugSettings } from "./settings";

const DOCTOR_MS = 30_000;

/** Puts the report into the clipboard. */
export async function copyDebugInformation(context: ExtensionContext, server: Server): Promise<void> {
  await env.clipboard.writeText(await debugInformation(context, server));
  void window.showInformationMessage(l10n.t("Debug information is in the clipboard, without code or key."));
}

async function debugInformation(context: ExtensionContext, server: Server): Promise<string> {
  const { health, program } = server;
  const facts = {
    extension: (context.extension.packageJSON as { version: string }).version,
    editor: `${env.appName} ${version}, ${env.uiKind === UIKind.Web ? "web" : "desktop"}, ${env.remoteName ?? "local"}, ${env.language}`,
    system: `${os.platform()} ${os.release()} ${os.arch()}, Node ${process.version}`,
    workspace: `${workspace.workspaceFolders?.length ?? 0} folders, ${workspace.isTrusted ? "trusted" : "not trusted"}`,
    server: `${health.is}${health.is === "running" ? ` ${health.version}` : ""}${health.is === "failed" ? `: ${health.why}` : ""}`,
    program: program === undefined ? "none yet" : [program.command, ...program.args].join(" "),
    "key in the secret store": (await hasKey(context.secrets)) ? "yes" : "no",
  };
  return [
    "## Tierline: debug information", "",
    ...Object.entries(facts).map(([name, value]) => `- ${name}: ${value}`),
    "", "### Settings that differ from the defaults", "", "```json", JSON.stringify(debugSettings(), null, 2), "```",
    "", "### Last errors", "", ...(lastErrors().length === 0 ? ["none"] : lastErrors().map((line) => `- ${line}`)),
    "", "### tierline doctor --offline", "", "```", await doctor(server), "```", "",
  ].join("\n");
}

async function doctor({ program }: Server): Promise<string> {
  if (program === undefined) return "no server yet";
  try {
    return (await run(program.command, [...program.args, "doctor", "--offline"], { timeoutMs: DOCTOR_MS, cwd: os.homedir() })).output.trim();
  } catch (error) {
    // It ends with 1 where something is wrong; that is what one wants to read.
    return error instanceof Error && "output" in error ? String(error.output).trim() : String(error);
  }
}
