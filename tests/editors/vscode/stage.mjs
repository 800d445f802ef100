// What the scenarios play on: OpenRouter's stand-in, the editor, a browser, and one window at a time.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { startCodeServer } from "./code_server.mjs";
import { Folders } from "./folders.mjs";
import { within } from "./limits.mjs";
import { openWorkbench } from "./workbench.mjs";

const BROWSER = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const TIDY_MS = 20_000;

export class Stage {
  /** What ends all that was started, the newest last. */
  stops = [];
  workbench = undefined;

  constructor({ cache, work, shots, tierline }) {
    Object.assign(this, { cache, work, shots, tierline });
  }

  async start(vsix) {
    mkdirSync(this.shots, { recursive: true });
    this.folders = new Folders(this.work);
    const env = { ...process.env };
    delete env.OPENROUTER_API_KEY;
    // OpenRouter, as far as this user knows.
    const openRouter = spawn(this.tierline, ["sandbox"], { stdio: ["ignore", "pipe", "ignore"] });
    this.stops.push(() => { openRouter.kill(); });
    const baseUrl = new Promise((resolve) => { openRouter.stdout.setEncoding("utf8").once("data", (line) => { resolve(line.trim()); }); });
    this.editor = await startCodeServer({
      cache: this.cache, profile: path.join(this.work, "profile"), vsix, env, state: path.join(this.work, "state"),
      started: (stop) => { this.stops.push(stop); },
    });
    const { chromium } = createRequire(path.join(this.cache, "package.json"))("playwright-core");
    this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: BROWSER });
    this.stops.push(() => this.browser.close());
    this.place = {
      ...this.editor, ...this.folders.files, baseUrl: await baseUrl,
      machineSettings: (settings) => { this.machineSettings(settings); }, shot: (title) => this.shot(title),
    };
  }

  /** The settings of this machine: its server, unless the scenario is about another one. */
  machineSettings(settings) {
    this.editor.machineSettings({ "tierline.serverPath": this.tierline, ...settings });
  }

  /** Has everything as a scenario of the group finds it. */
  async set({ settings, inside }) {
    this.folders.renew();
    if (this.workbench !== undefined) return;
    const { query, trust } = this.folders.rooms[inside ?? "folder"];
    this.machineSettings(typeof settings === "function" ? settings(this.place.baseUrl) : settings);
    this.editor.userSettings({ "security.workspace.trust.enabled": trust ?? false });
    this.workbench = await within(90_000, "opening a window", () => openWorkbench(this.browser, this.editor.url, query));
  }

  /** Closes what a scenario left open; a window in which that fails is left. */
  async tidy() {
    await within(TIDY_MS, "closing all editors", () => this.workbench.closeAll()).catch(async (error) => {
      console.error("untidy:", error);
      await this.leave();
    });
  }

  async leave() {
    const { workbench } = this;
    this.workbench = undefined;
    if (workbench !== undefined) await within(TIDY_MS, "closing the window", () => workbench.close()).catch((error) => { console.error(error); });
  }

  async shot(title) {
    const { workbench } = this;
    if (workbench === undefined) return;
    await within(5_000, "what moves", () => workbench.settled()).catch(() => undefined);
    await workbench.page.screenshot({ path: path.join(this.shots, `${title}.png`), timeout: 10_000 });
  }

  /** Ends everything that was started, also where one end fails. */
  async stop() {
    for (const stop of this.stops.splice(0).reverse()) {
      await within(8_000, "an end", stop).catch((error) => { console.error(error); });
    }
  }
}
