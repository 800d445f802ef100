// Draws an answer as it grows, and says what the user chose. Its HTML was made by the extension, with all foreign markup as text.
(() => {
  const vscode = acquireVsCodeApi();
  const [answer, facts, wishes] = ["answer", "facts", "wishes"].map((id) => document.getElementById(id));
  let drawn = "";

  addEventListener("message", ({ data }) => {
    document.title = data.title;
    answer.setAttribute("aria-label", data.title);
    answer.setAttribute("aria-busy", String(data.busy));
    if (data.html !== drawn) {
      // Who reads the end of a text that grows wants to go on reading it.
      const atEnd = data.busy && innerHeight + scrollY >= document.body.scrollHeight - 40;
      answer.innerHTML = drawn = data.html;
      if (atEnd) scrollTo(0, document.body.scrollHeight);
    }
    facts.textContent = data.facts;
    const labels = data.wishes.map(({ label }) => label).join("\n");
    if (labels !== wishes.dataset.labels) {
      wishes.dataset.labels = labels;
      wishes.replaceChildren(...data.wishes.map(({ wish, label }) => {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", textContent: label });
        button.dataset.wish = wish;
        return button;
      }));
    }
  });
  addEventListener("click", (event) => {
    const button = event.target.closest("button[data-wish]");
    if (button) vscode.postMessage({ wish: button.dataset.wish, block: button.dataset.block === undefined ? undefined : Number(button.dataset.block) });
  });
  vscode.postMessage({ wish: "ready" });
})();
