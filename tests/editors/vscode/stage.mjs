// What the scenarios play on: OpenRouter's stand-in, the editor, a browser, and one window at a time.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { startCodeServer } from "./code_server.mjs";
import { Folders } from "./folders.mjs";
import { within } from "./limits.mjs";
import { until } from "./playing.mjs";
import { openWorkbench } from "./workbench.mjs";

const BROWSER = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const TIDY_MS = 20_000;

export class Stage {
  /** What ends all that was started, the newest last. */
  stops = [];
  /** The window that is open, and in which room. */
  workbench = undefined;
  room = undefined;
  /** How often the machine's settings were written. */
  written = 0;

  constructor({ cache, work, shots, tierline }) {
    const folder = path.dirname(tierline);
    Object.assign(this, { cache, work, shots, tierline, alias: `${folder}/../${path.basename(folder)}/${path.basename(tierline)}` });
  }

  async start(vsix) {
    mkdirSync(this.shots, { recursive: true });
    this.folders = new Folders(this.work);
    const env = { ...process.env };
    delete env.OPENROUTER_API_KEY;
    // OpenRouter, as far as this user knows.
    const openRouter = spawn(this.tierline, ["sandbox"], { stdio: ["ignore", "pipe", "ignore"] });
    this.stops.push(() => { openRouter.kill(); });
    const baseUrl = new Promise((resolve, reject) => {
      openRouter.once("exit", (status) => { reject(new Error(`tierline sandbox ended with ${status}`)); });
      openRouter.stdout.setEncoding("utf8").once("data", (line) => { resolve(line.trim()); });
    });
    baseUrl.catch(() => undefined);
    this.editor = await startCodeServer({
      cache: this.cache, profile: path.join(this.work, "profile"), vsix, env, state: path.join(this.work, "state"),
      started: (stop) => { this.stops.push(stop); },
    });
    const { chromium } = createRequire(path.join(this.cache, "package.json"))("playwright-core");
    this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: BROWSER });
    this.stops.push(() => this.browser.close());
    this.place = {
      ...this.editor, ...this.folders.files, baseUrl: await baseUrl,
      machineSettings: (settings) => { this.machineSettings(settings); },
      shot: (title) => this.shot(title),
    };
  }

  /** The settings of this machine: its server, unless the scenario is about another one. */
  machineSettings(settings) {
    this.written += 1;
    this.editor.machineSettings({ "tierline.serverPath": this.tierline, "window.title": `Stage ${this.written}`, ...settings });
  }

  /** Has everything as a scenario of a group finds it. A window that is in the right room takes the settings over: it opens slowly. */
  async set({ settings, inside = "folder" }) {
    this.folders.renew();
    const wanted = typeof settings === "function" ? settings(this.place.baseUrl) : settings;
    if (this.room !== inside) await this.leave();
    if (this.workbench !== undefined) {
      if (this.settings !== settings) await this.change(wanted);
    } else {
      const { query, trust } = this.folders.rooms[inside];
      this.machineSettings(wanted);
      this.editor.userSettings({ "security.workspace.trust.enabled": trust ?? false });
      this.workbench = await within(90_000, "opening a window", () => openWorkbench(this.browser, this.editor.url, query, `Stage ${this.written}`));
    }
    Object.assign(this, { settings, room: inside });
  }

  /** Gives the open window other settings, and waits until it and a server of its own have them. */
  async change(settings) {
    const before = this.editor.servers();
    // The same program by another name: a changed path starts it anew.
    [this.tierline, this.alias] = [this.alias, this.tierline];
    this.machineSettings(settings);
    await this.workbench.titled(`Stage ${this.written}`);
    if (before.length === 0) return;
    await until(() => this.editor.servers().length === 1 && !before.includes(this.editor.servers()[0]));
    await this.workbench.ready();
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
    this.workbench = this.room = undefined;
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
