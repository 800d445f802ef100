/** The user's settings, in the shape that the server asks for. */
import { ConfigurationTarget, type Uri, workspace, type WorkspaceConfiguration } from "vscode";

/** What the server may read; where it is and how it starts is the client's own affair. */
const SHARED = [
  "tier", "costConcern", "escalate", "privacy.dataCollection", "privacy.zdr", "budget.perTaskUsd", "budget.perSessionUsd",
  "models.minimum", "models.default", "models.maximum", "whenFreeIsOut", "refresh", "learning",
  "timeLimits.connectS", "timeLimits.firstTokenS", "timeLimits.stallS", "timeLimits.totalS",
  "rules", "projectRules", "criticalPaths", "prototypePaths",
  "budget.perDayUsd", "budget.perMonthUsd", "budget.usedAbove", "maskSecrets", "sendIgnored", "judge",
  "confirmEdits", "reviewDiagnostics", "logLevel",
  "contextTokens.minimum", "contextTokens.default", "contextTokens.maximum", "cache.minutes", "cache.megabytes",
] as const;

/** A change of these needs a new server process. */
export const NEED_RESTART = ["tierline.serverPath", "tierline.sandbox", "tierline.baseUrl"] as const;

/** The settings that the user set, nested; the others are left to the user's settings file and the server's defaults. */
export function sharedSettings(scope?: Uri): Record<string, unknown> {
  const configuration = workspace.getConfiguration("tierline", scope);
  const settings: Record<string, unknown> = {};
  for (const name of SHARED) {
    if (!isSet(configuration, name)) continue;
    const value = configuration.get<unknown>(name);
    if (value === null || value === undefined) continue;
    const [section, key] = name.split(".") as [string, string?];
    if (key === undefined) settings[section] = value;
    else settings[section] = { ...(settings[section] as object | undefined), [key]: value };
  }
  // The server reads a project's own rules; only the editor knows whether the folder is trusted.
  if (!workspace.isTrusted) settings.projectRules = "ignore";
  return settings;
}

function isSet(configuration: WorkspaceConfiguration, name: string): boolean {
  const found = configuration.inspect(name);
  return found !== undefined &&
    [found.globalValue, found.workspaceValue, found.workspaceFolderValue].some((value) => value !== undefined);
}

/** What becomes of an edit when it comes. */
export function reviewMode(): "hunks" | "diff" | "apply" {
  return workspace.getConfiguration("tierline").get("review", "hunks");
}

export interface ServerSettings {
  path: string;
  sandbox: boolean;
  baseUrl: string;
}

export function serverSettings(): ServerSettings {
  const configuration = workspace.getConfiguration("tierline");
  return {
    path: configuration.get("serverPath", "").trim(),
    sandbox: configuration.get("sandbox", false),
    baseUrl: configuration.get("baseUrl", "").trim(),
  };
}

/** Those that may be told to whoever helps, where they are set: figures and choices, no paths, rules or addresses. */
export function debugSettings(): Record<string, unknown> {
  const configuration = workspace.getConfiguration("tierline");
  const told = [...SHARED, "sandbox", "review"].filter((name) => isSet(configuration, name));
  const hidden = ["rules", "criticalPaths", "prototypePaths"];
  return Object.fromEntries([
    ...told.map((name) => [name, hidden.includes(name) ? "(set, not shown)" : configuration.get<unknown>(name)]),
    ...["serverPath", "baseUrl"].filter((name) => isSet(configuration, name)).map((name) => [name, "(set, not shown)"]),
  ]) as Record<string, unknown>;
}

/** Switches the sandbox on for this user. */
export async function useSandbox(): Promise<void> {
  await workspace.getConfiguration("tierline").update("sandbox", true, ConfigurationTarget.Global);
}
