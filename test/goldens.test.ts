import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { goldens } from "../scripts/goldens.ts";

const folder = join(import.meta.dirname, "golden");

test("every environment synthesizes to its goldens; after a wanted change run npm run golden and read the diff", async () => {
  const files = await goldens();
  const committed = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = committed.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  expect(names.sort()).toEqual([...files.keys()].sort());
  for (const [name, content] of files) {
    // Compared line by line, so that a failure shows the lines that differ.
    expect(content.split("\n")).toEqual(readFileSync(join(folder, name), "utf8").split("\n"));
  }
});
