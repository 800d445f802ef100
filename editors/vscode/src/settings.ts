/** The user's settings, in the shape that the server asks for. */
import { Uri, workspace } from "vscode";

/** What the server may read; where it is and how it starts is the client's own affair. */
const SHARED = [
  "tier", "costConcern", "escalate", "privacy.dataCollection", "privacy.zdr", "budget.perTaskUsd", "budget.perSessionUsd",
  "models.minimum", "models.default", "models.maximum",
] as const;

/** A change of these needs a new server process. */
export const NEED_RESTART = ["tierline.server.path", "tierline.sandbox", "tierline.baseUrl"] as const;

/** Nested settings without those that say nothing (no limit, no models), so that the server's own defaults hold. */
export function sharedSettings(scope?: Uri): Record<string, unknown> {
  const configuration = workspace.getConfiguration("tierline", scope);
  const settings: Record<string, unknown> = {};
  for (const name of SHARED) {
    const value = configuration.get<unknown>(name);
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    const [section, key] = name.split(".") as [string, string?];
    if (key === undefined) settings[section] = value;
    else settings[section] = { ...(settings[section] as object | undefined), [key]: value };
  }
  return settings;
}

export interface ServerSettings {
  path: string;
  sandbox: boolean;
  baseUrl: string;
}

export function serverSettings(): ServerSettings {
  const configuration = workspace.getConfiguration("tierline");
  return {
    path: configuration.get("server.path", "").trim(),
    sandbox: configuration.get("sandbox", false),
    baseUrl: configuration.get("baseUrl", "").trim(),
  };
}
