// The workbench as a user sees it: keys in, visible text out. Every wait is for a condition.
import assert from "node:assert/strict";
import path from "node:path";

const STATUS = '[id="tierline.tierline.status"]';

/** Opens what `query` names, under settings that give it this title, in a window without a memory of earlier ones. */
export async function openWorkbench(browser, url, query, title) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 800 }, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  await page.goto(`${url}/?${query}`, { waitUntil: "domcontentloaded" });
  await page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
  // Now and then a window of several folders opens without any of them.
  if (!await seen(page.locator(".explorer-folders-view .monaco-list-row").first(), 20_000)) {
    await page.reload({ waitUntil: "domcontentloaded" });
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 60_000 });
  }
  const workbench = new Workbench(page);
  await workbench.titled(title);
  return workbench;
}

class Workbench {
  constructor(page) {
    this.page = page;
    this.status = page.locator(STATUS);
    // A server that starts is busy too, but has seen no task yet.
    this.busy = page.locator(STATUS, { hasText: /(choosing a model|waiting|writing|checking|asking a better one)…/ });
    this.warning = page.locator(`${STATUS}.warning-kind`);
    this.input = page.locator(".quick-input-widget input:not([type=checkbox])").first();
    this.rows = page.locator(".quick-input-list .monaco-list-row");
  }

  /** Waits until the window has taken over settings that name it so. */
  titled(title) {
    return this.page.waitForFunction((wanted) => document.title.startsWith(wanted), title);
  }

  /** Waits until a server that runs has said how it is. */
  ready() {
    return this.page.locator(STATUS, { hasNotText: /(starting|setting up)…|^\s*Tierline\s*$/ }).waitFor();
  }

  press(key) {
    return this.page.keyboard.press(key);
  }

  /** The entry of a quick pick that is labelled so. */
  row(label) {
    const exact = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
    return this.rows.filter({ has: this.page.locator(".label-name", { hasText: exact }) }).first();
  }

  /** Types `text` into the open quick pick and takes the entry that is labelled `row`. */
  async choose(text, row) {
    await this.input.waitFor({ state: "visible" });
    await this.input.fill(text);
    await this.row(row).click();
    await this.page.mouse.move(700, 600); // a resting mouse would open hovers
  }

  /** Opens a quick pick by its key and takes a row of it. */
  async pick(key, text, row) {
    for (let tries = 6; tries > 0; tries--) {
      await this.press(key);
      await this.input.waitFor({ state: "visible" });
      await this.input.fill(text);
      // What is listed stays: files and commands that the window learns of later are missing.
      if (await seen(this.row(row), 6_000)) break;
      await this.press("Escape");
    }
    await this.choose(text, row);
  }

  palette(title) {
    return this.pick("F1", `>${title}`, title);
  }

  /** Opens a file of the folder and returns its name. */
  async open(file) {
    const name = path.basename(file);
    await this.pick("Control+P", name, name);
    await this.tab(name).and(this.page.locator(".active")).first().waitFor();
    await this.page.locator(".editor-group-container.active .monaco-editor .view-line").first().waitFor();
    return name;
  }

  /** One of the extension's keys: the chord, then `key`. */
  async chord(key) {
    await this.press("Shift+Alt+L");
    await this.page.locator(".statusbar-item", { hasText: "(Shift+Alt+L) was pressed" }).waitFor();
    await this.press(key);
  }

  async theme(label) {
    await this.palette("Preferences: Color Theme");
    await this.choose(label, label);
  }

  /** Who asked goes on where they were: the keys go to the text of `name`, in which as many characters are selected still. */
  async goesOn(name, selected) {
    const group = this.page.locator(".editor-group-container.active", { has: this.tab(name) });
    await group.locator(".monaco-editor.focused .view-lines").first().waitFor({ state: "visible" });
    await this.page.locator(".statusbar-item", { hasText: `(${selected} selected)` }).waitFor();
    assert.equal(await group.locator(".monaco-diff-editor").count(), 0);
  }

  /** What is drawn in the webview that is open. */
  get webview() {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  }

  tab(name) {
    return this.page.locator(`.tab[data-resource-name="${name}"]`);
  }

  /** Selects whole lines, counted from 1, of the focused editor. */
  async selectLines(first, last) {
    await this.press("Control+Home");
    for (let line = 1; line < first; line++) await this.press("ArrowDown");
    for (let line = first; line <= last; line++) await this.press("Shift+ArrowDown");
    await this.page.locator(".statusbar-item", { hasText: `Ln ${last + 1}, Col 1 (` }).waitFor();
  }

  /** What an editor shows (only the lines that are on the screen), with ordinary spaces. */
  shown(locator) {
    return locator.evaluate((element) => (element.textContent ?? "").replace(/\u00a0/g, " "));
  }

  /** The page of an answer, by its title. */
  answer(title) {
    return this.webview.locator(`main[aria-label="${title}"]`);
  }

  /** What stands below an answer. */
  get facts() {
    return this.webview.locator("#facts");
  }

  /** What can be done with a change that waits, above it in the text. */
  lens(label) {
    return this.page.locator(".editor-group-container .codelens-decoration a", { hasText: label });
  }

  /** Waits until the lines that are on the screen match. */
  async untilShown(locator, pattern) {
    await locator.filter({ hasText: loose(pattern) }).waitFor();
    return this.shown(locator);
  }

  async untilStatus(pattern) {
    await this.status.filter({ hasText: loose(pattern) }).waitFor();
    return this.shown(this.status);
  }

  notification(text) {
    return this.page.locator(".notifications-toasts .notification-toast", { hasText: text });
  }

  untilDirty(name) {
    return this.tab(name).and(this.page.locator(".dirty")).first().waitFor();
  }

  async save(name) {
    await this.press("Control+S");
    // A comparison has a tab of the same name.
    await this.tab(name).and(this.page.locator(".dirty")).first().waitFor({ state: "detached" });
  }

  /** Waits until nothing slides or fades any more; a spinner turns for ever. */
  settled() {
    return this.page.evaluate(() => Promise.allSettled(document.getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
      .map((animation) => animation.finished)).then(() => undefined));
  }

  close() {
    return this.page.context().close();
  }

  async closeAll() {
    if (await this.page.locator(".notification-toast").count() > 0) await this.palette("Notifications: Clear All Notifications");
    if (await this.page.locator(".tab").count() === 0) return;
    await this.palette("View: Close All Editors");
    const none = this.page.locator(".tab").first().waitFor({ state: "detached" });
    const asked = this.page.getByRole("button", { name: "Don't Save" });
    await Promise.race([none, asked.waitFor().then(() => asked.click())]);
    await none;
  }
}

/** Editors draw spaces as no-break spaces. */
function loose(pattern) {
  return new RegExp(pattern.source.replaceAll(" ", "[ \\u00a0]"), pattern.flags);
}

/** Whether it comes into sight in time. */
function seen(locator, timeout) {
  return locator.waitFor({ timeout }).then(() => true, () => false);
}
