/** `plinth rehearse` as it is typed, for every environment, on real Terraform. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, jest, test } from "@jest/globals";
import { environmentNames } from "../../environments/catalog.ts";
import { stackNames } from "../../environments/layers.ts";
import type { Rehearsal } from "../../scripts/rehearsal.ts";
import { badManners, type Outcome, started, until, userEnvironment } from "./checkout.ts";

jest.setTimeout(600_000);

const root = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "plinth-rehearse-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function rehearse(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const program = join(root, "tools/plinth/cli.js");
  const all = [program, "rehearse", ...args];
  return await started(process.execPath, all, root, { ...userEnvironment(), ...env }).outcome;
}

function result({ stdout }: Outcome): Rehearsal {
  return JSON.parse(stdout);
}

// dev and local are rehearsed again and again by the tests of faults and of local's life.
const rehearsed = environmentNames().filter((name) => name !== "dev" && name !== "local");

describe.each(rehearsed)("%s", (environment) => {
  const keep = join(folder, environment);

  test("stands in a simulated cloud", async () => {
    const outcome = await rehearse([environment, "--keep", keep, "--json"]);
    const { succeeded, stacks } = result(outcome);
    expect(stacks.flatMap(({ problems }) => problems)).toEqual([]);
    expect(stacks.map(({ stack }) => stack).sort()).toEqual(stackNames(environment).sort());
    expect(stacks.filter(({ resources, added }) => resources === 0 || added !== resources)).toEqual([]);
    expect({ code: outcome.code, stderr: outcome.stderr, succeeded }).toEqual({ code: 0, stderr: "", succeeded: true });
  });

  test("is left as it is by a second rehearsal", async () => {
    const outcome = await rehearse([environment, "--keep", keep]);
    expect(outcome.code).toBe(0);
    expect(badManners(outcome)).toEqual([]);
    const rows = outcome.stdout.split("\n").filter((line) => line.startsWith(`│ ${environment}-`));
    const changes = rows.map((row) => row.split("│").slice(3, 6).map(Number));
    expect(changes).toEqual(stackNames(environment).map(() => [0, 0, 0]));
    expect(outcome.stdout).toContain(`${environment} stands in a simulated cloud: `);
    expect(outcome.stderr).toContain(`${environment}-foundation: apply`);
  });
});

test("prod called with dev's accounts is refused at the first call, and nothing is made", async () => {
  const keep = join(folder, "stranger");
  const outcome = await rehearse(["prod", "--as", "dev", "--keep", keep, "--json"]);
  const { stacks, succeeded } = result(outcome);
  const [{ resources, problems } = { resources: -1, problems: [] }] = stacks;
  expect(problems.join()).toMatch(/account/i);
  expect(problems.join()).toContain("000000000010");
  expect({ resources, succeeded, stacks: stacks.length, code: outcome.code }).toEqual({
    resources: 0,
    succeeded: false,
    stacks: 1,
    code: 1,
  });
  expect(badManners(outcome)).toEqual([]);
  const made = readdirSync(join(keep, "cloud"), { recursive: true }).map(String);
  expect(made.filter((name) => name.endsWith(".json") && !/role|boundary|identity/.test(name))).toEqual([]);
});

test("Ctrl-C ends a rehearsal and its Terraform, and throws its folder away", async () => {
  const tmp = mkdtempSync(join(folder, "tmp-"));
  const program = join(root, "tools/plinth/cli.js");
  const env = { ...userEnvironment(), TMPDIR: tmp };
  const rehearsal = started(process.execPath, [program, "rehearse", "dev"], root, env);
  const home = () => readdirSync(tmp).find((name) => name.startsWith("plinth-rehearsal-")) ?? "none";
  await until(() => existsSync(join(tmp, home(), "cloud/aws/000000000010/us-west-2")));
  rehearsal.child.kill("SIGINT");
  const outcome = await rehearsal.outcome;
  expect(outcome.code).toBe(130);
  expect(outcome.stdout).toBe("");
  expect(badManners(outcome)).toEqual([]);
  expect(home()).toBe("none");
});

test("a folder below a file is refused with the reason, and nothing is written", async () => {
  const outcome = await rehearse(["dev", "--keep", join(root, "package.json/below")]);
  expect(outcome).toEqual({
    code: 1,
    stdout: "",
    stderr: `${root}/package.json/below: the folder cannot be written (ENOTDIR); the command keeps its work there. Choose another folder or change its permissions.\n`,
  });
});
