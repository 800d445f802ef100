/** Asks for an instruction, with those of earlier tasks to choose from. */
import { l10n, type Memento, type QuickPickItem, window } from "vscode";
import { offered, remembered } from "./history";
import type { Kind } from "./protocol";

interface Entry extends QuickPickItem {
  instruction: string;
}

/** What to ask for, by kind; the other kinds need no words. */
function question(kind: Kind): { title: string; placeholder: string } | undefined {
  switch (kind) {
    case "edit":
      return { title: l10n.t("What should be changed?"), placeholder: l10n.t("e.g. use pathlib instead of os.path") };
    case "ask":
      return { title: l10n.t("What would you like to know?"), placeholder: l10n.t("e.g. can this raise KeyError?") };
    case "translate":
      return { title: l10n.t("Into which language?"), placeholder: l10n.t("e.g. TypeScript") };
    default:
      return undefined;
  }
}

export class Instructions {
  /** @param memory of the workspace: instructions speak of its code */
  constructor(private readonly memory: Memento) {}

  isNeeded(kind: Kind): boolean {
    return question(kind) !== undefined;
  }

  /**
   * The words; empty ones leave it to the comments in the selection.
   * @param title what is asked, where it is not what the kind asks
   * @returns undefined if the user thought better of it
   */
  async ask(kind: Kind, title?: string): Promise<string | undefined> {
    const asked = question(kind) ?? { title: l10n.t("What should be done?"), placeholder: "" };
    const key = `tierline.instructions.${kind}`;
    const earlier = this.memory.get<string[]>(key, []);
    const words = await choose(title ?? asked.title, asked.placeholder, earlier);
    if (words !== undefined && words !== "") await this.memory.update(key, remembered(earlier, words));
    return words;
  }
}

function choose(title: string, placeholder: string, earlier: readonly string[]): Promise<string | undefined> {
  const pick = window.createQuickPick<Entry>();
  Object.assign(pick, { title: `Tierline: ${title}`, placeholder, ignoreFocusOut: true });
  const list = () => { pick.items = entries(earlier, pick.value); };
  list();
  return new Promise((resolve) => {
    pick.onDidChangeValue(list);
    pick.onDidAccept(() => { resolve(accepted(earlier, pick.value, pick.activeItems[0])); pick.hide(); });
    pick.onDidHide(() => { resolve(undefined); pick.dispose(); });
    pick.show();
  });
}

function entries(earlier: readonly string[], typed: string): Entry[] {
  const found = offered(earlier, typed).map((instruction, i): Entry => ({
    label: instruction, description: i === 0 && typed.trim() !== "" ? "" : l10n.t("earlier"), instruction, alwaysShow: true,
  }));
  if (typed.trim() !== "") return found;
  // What Enter on an empty line does is said before.
  return [{ label: `$(comment) ${l10n.t("As the comments in the selection say")}`, instruction: "", alwaysShow: true }, ...found];
}

/** A quick Enter comes before the list has followed the last keys: what was typed counts then, not an entry of before. */
function accepted(earlier: readonly string[], typed: string, active: Entry | undefined): string {
  const fits = active !== undefined && entries(earlier, typed).some(({ instruction }) => instruction === active.instruction);
  return fits ? active.instruction : typed.trim();
}
