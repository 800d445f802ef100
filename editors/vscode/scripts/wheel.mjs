// Builds the server's wheel into bundled/: what the extension installs, once, on the user's machine.
// usage: [PYTHON=…] node scripts/wheel.mjs
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";

const extension = path.dirname(import.meta.dirname);
const bundled = path.join(extension, "bundled");
rmSync(bundled, { recursive: true, force: true });
mkdirSync(bundled);
const python = process.env.PYTHON ?? "python3";
execFileSync(python, [
  "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--wheel-dir", bundled, path.join(extension, "../.."),
], { stdio: "inherit" });
const wheels = readdirSync(bundled);
if (wheels.length !== 1 || !wheels[0].endsWith("-py3-none-any.whl")) throw new Error(`one pure wheel was expected: ${wheels.join(", ")}`);
