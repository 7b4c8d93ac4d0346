import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readDeclarations } from "../../../rehearsal/schema/declarations.ts";

const MAP = "//# sourceMappingURL=data:application/json;base64,";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plinth-declarations-"));
  file = join(folder, "index.js");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a compiled file without an inline source map is refused by its name", () => {
  writeFileSync(file, "exports.Vpc = class {}\n");
  expect(() => readDeclarations([file])).toThrow(`${file} has no inline source map`);
});

test("a source map without the source's text is refused by the file's name", () => {
  writeFileSync(file, `${MAP}${encode({ sources: ["index.ts"] })}`);
  expect(() => readDeclarations([file])).toThrow(`${file}: its source map carries no source text.`);
});

test("exported declarations are told apart and everything before the first is left out", () => {
  const source = "import x from 'y';\nexport interface A {\n  b: 1\n}\nexport class C extends A {\n}\n";
  writeFileSync(file, `"use strict";\n${MAP}${encode({ sourcesContent: [source] })}`);
  expect([...readDeclarations([file])]).toEqual([
    ["A", "A {\n  b: 1\n}\n"],
    ["C", "C extends A {\n}\n"],
  ]);
});

function encode(map: object): string {
  return Buffer.from(JSON.stringify(map)).toString("base64");
}
