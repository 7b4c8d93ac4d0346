import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { faults } from "../environments/generated/faults.ts";
import { type Files, split } from "../environments/generated/files.ts";
import { validEnvironment } from "../environments/generated/valid.ts";

// Each starts processes, and the first hundreds.
jest.setTimeout(600_000);

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);
let clone: string;
let cache: string;

const driver = `
import { ConfigurationError } from "./constructs/support/errors.ts";
import { loadEnvironment } from "./environments/catalog.ts";
try {
  const { name } = await loadEnvironment(process.argv[2]);
  console.log(name);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  for (const problem of error.problems) console.error(problem);
  process.exitCode = 1;
}
`;

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "plinth-compiled-"));
  clone = copyOfConfiguration();
});

/** The configuration's side of the repository and what it agrees on with jobs, with a program that loads one environment. */
function copyOfConfiguration(): string {
  const folder = mkdtempSync(join(tmpdir(), "plinth-environments-"));
  for (const part of ["environments", "constructs", "jobs"])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "driver.ts"), driver);
  return folder;
}

afterAll(() => {
  for (const folder of [clone, cache]) rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

async function load(folder: string, name: string): Promise<Outcome> {
  const env = { PATH: process.env.PATH, NODE_NO_WARNINGS: "1", NODE_COMPILE_CACHE: cache };
  try {
    const { stdout, stderr } = await run(process.execPath, ["driver.ts", name], { cwd: folder, env });
    return { code: 0, output: stdout, errors: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout, errors: stderr };
  }
}

function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/node_modules/"))
    .sort();
}

/** Two at a time: more would only wait for each other. */
async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

test("every distinct rule ends a real process with exit 1, its lines, no stack trace, and nothing written", async () => {
  const [whole] = fc.sample(validEnvironment, { seed: 1, numRuns: 1 });
  if (whole === undefined) throw new Error("fast-check made no sample");
  const folder = copyOfConfiguration();
  const rules = new Set<string>();
  const cases = faults.flatMap((fault, index) => {
    const name = `e${index}`;
    let coin = index;
    const files = split(
      { ...structuredClone(whole), name, snowflake: { ...(whole.snowflake as object), shared: false } },
      () => coin++ % 2 === 0,
    );
    const lines = fault.apply(files);
    const file = String(files.patch.name);
    const rule = lines().map(ruleOf).join();
    if (rules.has(rule)) return [];
    rules.add(rule);
    writeFileSync(join(folder, "environments", `${file}.ts`), environmentOf(file, files));
    return [{ fault: fault.name, file, expected: [...new Set(lines())].sort() }];
  });
  const before = listing(folder);
  const wrong: unknown[] = [];
  await inPairs(cases, async ({ fault, file, expected }) => {
    const { code, output, errors } = await load(folder, file);
    const lines = errors.trimEnd().split("\n");
    if (
      code === 1 &&
      output === "" &&
      !errors.includes("    at ") &&
      JSON.stringify(lines) === JSON.stringify(expected)
    )
      return;
    wrong.push({ fault, code, output, errors, expected });
  });
  expect(rules.size).toBeGreaterThan(60);
  expect(wrong).toEqual([]);
  expect(listing(folder)).toEqual(before);
  rmSync(folder, { recursive: true });
});

/** What follows the value, without what belongs to one place alone. */
function ruleOf(line: string): string {
  return line.slice(line.indexOf("; ")).replaceAll(/\(.*?\)|"[^"]*"|[\d/]+/g, "");
}

/** Each with a base of its own in the same file; messages call it base.ts all the same. */
function environmentOf(name: string, { base, patch }: Files): string {
  return `import { declare } from "./declare.ts";\n\nexport const ${name} = declare(${source(base)}, ${source(patch)});\n`;
}

function environmentSource(name: string, patch: string): string {
  return `import { base } from "./base.ts";\nimport { declare } from "./declare.ts";\n\nexport const ${name} = declare(base, ${patch});\n`;
}

/** JSON but for the numbers that JSON lacks, and the one key that means something else in a literal. */
function source(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(source).join(", ")}]`;
  if (typeof value === "number" || typeof value !== "object" || value === null) {
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  }
  const entries = Object.entries(value).map(([key, inner]) => `[${JSON.stringify(key)}]: ${source(inner)}`);
  return `{ ${entries.join(", ")} }`;
}

test.each([
  [
    "a file that is no TypeScript",
    "export const qa = declare(base, {{;",
    /^environments\/qa\.ts: the file is not importable \(.+\); it must be TypeScript that declares data and runs nothing\. Correct it; npx tsc shows the place\.\n$/,
  ],
  [
    "a file that fails when it runs",
    environmentSource("qa", "undeclaredThing"),
    /^environments\/qa\.ts: the file is not importable \(undeclaredThing is not defined\); .+\n$/,
  ],
  [
    "a file that exports another name",
    environmentSource("other", '{ name: "qa" }').replace("declare(base", "declare({}"),
    /^environments\/qa\.ts: aws is missing; it must be given, as an object\. Add it\.\n/,
  ],
  [
    "a patch without a name",
    environmentSource("qa", "{}").replace("declare(base", "declare(base"),
    /^environments\/qa\.ts: aws is missing; (.|\n)*environments\/qa\.ts: name is missing; /,
  ],
  [
    "a patch that is no object",
    environmentSource("qa", "null"),
    /^environments\/qa\.ts: the environment is null; it must be an object\. Write an object\.\n$/,
  ],
])("%s is named, and does not stop the environments beside it", async (_, text, message) => {
  const file = join(clone, "environments", "qa.ts");
  writeFileSync(file, text);
  try {
    const [broken, sound] = await Promise.all([load(clone, "qa"), load(clone, "prod")]);
    expect(broken.errors).toMatch(message);
    expect(broken.errors).not.toContain("    at ");
    expect([broken.code, broken.output, sound]).toEqual([1, "", { code: 0, output: "prod\n", errors: "" }]);
  } finally {
    rmSync(file);
  }
});

test("an environment whose name is not its file's, or which its file does not export, is refused; a sound new file needs no registration", async () => {
  const dev = (name: string, exported: string) => ({ name, exported });
  const outcomes: Outcome[] = [];
  for (const { name, exported } of [dev("qb", "qa"), dev("qa", "qb"), dev("qa", "qa")]) {
    const patch = `{ name: "${name}", protection: "ephemeral", aws: { accountId: "000000000010", region: "us-west-2" }, snowflake: { organization: "EXAMPLE_ORG", account: "NONPROD", edition: "ENTERPRISE" }, network: { cidr: "10.60.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"] } }`;
    const file = join(clone, "environments", "qa.ts");
    writeFileSync(file, environmentSource(exported, patch));
    outcomes.push(await load(clone, "qa"));
    rmSync(file);
  }
  expect(outcomes).toEqual([
    {
      code: 1,
      output: "",
      errors: 'environments/qa.ts: name is "qb"; it must be the file\'s name. Write "qa", or rename the file.\n',
    },
    {
      code: 1,
      output: "",
      errors:
        'environments/qa.ts: the file exports nothing called qa; it must export the environment it declares. Write export const qa = declare(base, { name: "qa", … }).\n',
    },
    { code: 0, output: "qa\n", errors: "" },
  ]);
});
