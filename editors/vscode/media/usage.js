// The usage view's controls; what they ask for is drawn anew by the extension.
(() => {
  const vscode = acquireVsCodeApi();
  const days = document.getElementById("days");
  const ask = (focus) => {
    vscode.setState({ focus });
    vscode.postMessage({ days: Number(days.value) });
  };
  days.addEventListener("change", () => ask("days"));
  document.getElementById("refresh").addEventListener("click", () => ask("refresh"));
  // The page is new after each wish: the keyboard goes on where it was.
  const { focus } = vscode.getState() ?? {};
  if (focus) document.getElementById(focus)?.focus();
})();
