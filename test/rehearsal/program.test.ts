import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { type ProgramPlaces, providerProgram } from "../../rehearsal/program.ts";

const root = join(import.meta.dirname, "../..");

/** A program of two files, the second in a folder of its own beside its data. */
function madeUp(): ProgramPlaces {
  const folder = mkdtempSync(join(tmpdir(), "it's a program "));
  const sources = join(folder, "rehearsal");
  mkdirSync(join(sources, "inner"), { recursive: true });
  writeFileSync(join(folder, "package-lock.json"), "{}");
  writeFileSync(join(sources, "inner/greeting.txt"), "hello");
  const inner = `export const text: string = readFileSync(new URL("greeting.txt", import.meta.url), "utf8");\nexport const place = import.meta.dirname;\n`;
  writeFileSync(join(sources, "inner/greeting.ts"), `import { readFileSync } from "node:fs";\n${inner}`);
  writeFileSync(
    join(sources, "provider.ts"),
    `import { text, place } from "./inner/greeting.ts";\nconsole.log(JSON.stringify([text, place]));\n`,
  );
  return { sources, cache: join(folder, "cache") };
}

function builtFile(places: ProgramPlaces): string {
  const { built } = providerProgram(places);
  if (built === undefined) throw new Error("no program was built");
  return built.file;
}

function output(file: string): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

test("where nothing can be kept the program is its source", () => {
  const places = madeUp();
  writeFileSync(places.cache, "no folder");
  expect(providerProgram(places)).toEqual({ source: join(places.sources, "provider.ts") });
});

test("a source that cannot be built is run as it is, and nothing of the attempt is left", () => {
  const places = madeUp();
  writeFileSync(join(places.sources, "provider.ts"), "import './missing.ts';");
  expect(providerProgram(places)).toEqual({ source: join(places.sources, "provider.ts") });
  const left = readdirSync(places.cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(left).toEqual([]);
});

test.each([
  ["half-written", (file: string) => truncateSync(file, 100)],
  ["emptied", (file: string) => writeFileSync(file, "")],
  [
    "damaged",
    (file: string) => writeFileSync(file, readFileSync(file, "utf8").replace("JSON.stringify", "JSON.strungify")),
  ],
])("a %s file is not used but built again", (_, spoil) => {
  const places = madeUp();
  const file = builtFile(places);
  const whole = readFileSync(file, "utf8");
  spoil(file);
  expect(readFileSync(file, "utf8")).not.toBe(whole);
  expect(builtFile(places)).toBe(file);
  expect(readFileSync(file, "utf8")).toBe(whole);
});

test("built code finds its data where its source lies", () => {
  const places = madeUp();
  expect(output(builtFile(places))).toEqual(["hello", join(places.sources, "inner")]);
});

test.each(["rehearsal/inner/greeting.ts", "rehearsal/inner/greeting.txt", "package-lock.json"])(
  "another %s is another program",
  (changed) => {
    const places = madeUp();
    const before = builtFile(places);
    const file = join(dirname(places.sources), changed);
    writeFileSync(file, `${readFileSync(file, "utf8")}\n`);
    const after = builtFile(places);
    expect(after).not.toBe(before);
    expect(existsSync(before)).toBe(true);
  },
);

test("two makers at once leave one whole file", async () => {
  const places = madeUp();
  const code = `import(${JSON.stringify(join(root, "rehearsal/program.ts"))}).then(({ providerProgram }) => console.log(providerProgram(${JSON.stringify(places)}).built.file))`;
  const made = await Promise.all([1, 2].map(() => printed(code)));
  const file = builtFile(places);
  expect(made).toEqual([`${file}\n`, `${file}\n`]);
  expect(readdirSync(dirname(file)).sort()).toEqual(["provider.mjs", "provider.mjs.map"]);
  expect(output(file)).toEqual(["hello", join(places.sources, "inner")]);
});

async function printed(code: string): Promise<string> {
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  const parts: string[] = [];
  for await (const part of child.stdout) parts.push(String(part));
  return parts.join("");
}

test("a new program removes those no stack was prepared with for a day", () => {
  const places = madeUp();
  const change = (text: string) => writeFileSync(join(places.sources, "inner/greeting.txt"), text);
  const age = (file: string) => utimesSync(file, new Date(), new Date(Date.now() - 25 * 60 * 60 * 1000));
  const unused = builtFile(places);
  change("used again");
  const used = builtFile(places);
  age(unused);
  age(used);
  expect(builtFile(places)).toBe(used);
  change("new");
  builtFile(places);
  expect(existsSync(dirname(unused))).toBe(false);
  expect(existsSync(used)).toBe(true);
});

test("an exception in the built program names its place in the source", () => {
  const places = madeUp();
  mkdirSync(join(places.sources, "plugin"));
  copyFileSync(join(root, "rehearsal/plugin/origin.ts"), join(places.sources, "plugin/origin.ts"));
  writeFileSync(
    join(places.sources, "provider.ts"),
    `import { originOf } from "./plugin/origin.ts";\n\nconsole.log(JSON.stringify(originOf(new Error("a hole"))));\n`,
  );
  const file = builtFile(places);
  expect(output(file)).toBe("provider.ts:3");
  rmSync(`${file}.map`);
  expect(spawnSync(process.execPath, [file], { encoding: "utf8" }).stdout).toBe("undefined\n");
});
