// Bundles the extension. What is imported by `import()` is a file of its own, which is read when it is first needed:
// only so much is loaded at first as it takes to register the commands. usage: node scripts/build.mjs
import path from "node:path";
import { build } from "esbuild";

const extension = path.dirname(import.meta.dirname);
const apart = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ kind, path: file }) =>
      kind === "dynamic-import" ? { path: `./${path.basename(file)}.js`, external: true } : undefined);
  },
};
await build({
  absWorkingDir: extension,
  entryPoints: ["src/extension.ts", "src/server/connection.ts", "src/answer/markdown.ts"],
  entryNames: "[name]",
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // `require`, which the editor overrides so that all files get its interface.
  supported: { "dynamic-import": false },
  external: ["vscode"],
  minify: true,
  keepNames: true,
  plugins: [apart],
  logLevel: "warning",
});
