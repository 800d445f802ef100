/** Which text a task is about. */
import {
  commands, type DocumentSymbol, Range, Selection, type SymbolInformation, SymbolKind, type TextDocument, type TextEditor,
} from "vscode";

/** What a user means by "this" when nothing is selected. */
const WHOLES: ReadonlySet<SymbolKind> = new Set([
  SymbolKind.Function, SymbolKind.Method, SymbolKind.Constructor, SymbolKind.Class, SymbolKind.Interface, SymbolKind.Enum, SymbolKind.Struct,
]);

/** A language extension that is still starting must not hold the task up. */
const SYMBOLS_LIMIT_MS = 1000;

/**
 * The selection; without one, the smallest function, class or the like around the cursor; else the cursor's line.
 * What was chosen for the user is selected, so that they see what is sent. Undefined if there is no text.
 */
export async function chooseTarget(editor: TextEditor): Promise<Range | undefined> {
  const { document, selection } = editor;
  if (!selection.isEmpty) return new Range(selection.start, selection.end);
  const cursor = selection.active;
  const chosen = (await enclosing(document, cursor)) ?? textOf(document, cursor.line);
  if (chosen === undefined) return undefined;
  if (editor.selection.isEqual(selection)) editor.selection = new Selection(chosen.start, chosen.end);
  return chosen;
}

function textOf(document: TextDocument, line: number): Range | undefined {
  const { range, firstNonWhitespaceCharacterIndex, isEmptyOrWhitespace } = document.lineAt(line);
  return isEmptyOrWhitespace ? undefined : range.with(range.start.translate(0, firstNonWhitespaceCharacterIndex));
}

async function enclosing(document: TextDocument, cursor: Range["start"]): Promise<Range | undefined> {
  const asked = commands.executeCommand<(DocumentSymbol | SymbolInformation)[] | undefined>("vscode.executeDocumentSymbolProvider", document.uri);
  const symbols = await Promise.race([asked, new Promise<undefined>((done) => { setTimeout(() => { done(undefined); }, SYMBOLS_LIMIT_MS); })]);
  const ranges = (symbols ?? []).flatMap(flatten).filter((range) => range.contains(cursor));
  return ranges.reduce<Range | undefined>((best, range) => (best?.contains(range) ?? true ? range : best), undefined);
}

function flatten(symbol: DocumentSymbol | SymbolInformation): Range[] {
  const own = "range" in symbol ? symbol.range : symbol.location.range;
  const nested = "children" in symbol ? symbol.children.flatMap(flatten) : [];
  return WHOLES.has(symbol.kind) ? [own, ...nested] : nested;
}
