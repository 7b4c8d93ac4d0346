import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { goldens } from "./goldens.ts";

const folder = join(import.meta.dirname, "../test/golden");

const files = await goldens();
rmSync(folder, { recursive: true, force: true });
for (const [name, content] of files) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
console.log(`${files.size} goldens written. Read their diff before you commit it: it is what a deploy would change.`);
