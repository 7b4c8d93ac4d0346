import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { z } from "zod";
import { homesOf } from "../../environments/accounts.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import { homeFolders } from "../../environments/home.ts";
import { stackName } from "../../environments/layers.ts";
import { rehearsalEnvironment, terraform } from "../../rehearsal/terraform.ts";
import { rehearse } from "../../scripts/rehearsal.ts";
import { applyAccounts } from "../../scripts/rehearsed-accounts.ts";
import { judge, readWaivers } from "../policy/waivers.ts";

jest.setTimeout(300_000);

const root = join(import.meta.dirname, "../..");
const checkov = join(root, "node_modules/.cache/checkov/bin/checkov");
const home = mkdtempSync(join(tmpdir(), "plinth-checkov-"));
const plans = join(home, "plans");
afterAll(() => rmSync(home, { recursive: true, force: true }));

const report = z.looseObject({
  results: z.looseObject({
    failed_checks: z.array(z.looseObject({ check_id: z.string(), resource: z.string(), file_path: z.string() })),
  }),
  summary: z.looseObject({
    passed: z.number(),
    failed: z.number(),
    parsing_errors: z.number(),
    resource_count: z.number(),
  }),
});
let checked: z.output<typeof report>;

beforeAll(async () => {
  const install = spawnSync(process.execPath, [join(root, "tools/python.js"), "checkov"], { encoding: "utf8" });
  if (install.status !== 0) throw new Error(install.stderr);
  mkdirSync(plans);
  for (const [stack, folder] of await rehearsedStacks()) await writePlan(stack, folder);
  checked = runCheckov();
});

test("checkov reads both plans and a check for nearly every resource", () => {
  expect(checked.summary.parsing_errors).toBe(0);
  expect(checked.summary.passed).toBeGreaterThan(150);
});

test("every failed check is waived with a reason, and no waiver is left over", () => {
  const failures = checked.results.failed_checks.map(({ check_id, resource, file_path }) => ({
    check: check_id,
    address: `${basename(file_path, ".json")}/${resource}`,
  }));
  const { unwaived, unused } = judge(failures, readWaivers());
  const { passed, failed, resource_count } = checked.summary;
  const waived = failed - unwaived.length;
  console.log(`checkov: ${resource_count} resources, ${passed} passed, ${failed} failed, ${waived} of them waived`);
  expect(unwaived).toEqual([]);
  expect(unused).toEqual([]);
});

/** prod's ground floor and what stands in its account before that, applied in a simulated cloud: by name, with their folders. */
async function rehearsedStacks(): Promise<[string, string][]> {
  const prod = await loadEnvironment("prod");
  const homes = await homesOf(prod);
  const { signal } = new AbortController();
  const report = () => {};
  const accounts = await applyAccounts(homes, home, signal, report);
  const { stacks } = await rehearse(prod, { caller: prod, folder: home, layers: ["foundation"], signal, report });
  expect([...accounts, ...stacks].flatMap(({ problems }) => problems)).toEqual([]);
  const { out } = homeFolders(home);
  const foundation = stackName("prod", "foundation");
  const state = homes.aws.stack;
  return [
    [foundation, join(out, "stacks", foundation)],
    [state, join(out, state, "stacks", state)],
  ];
}

/** A plan of what stands: it changes nothing, and it knows every value. */
async function writePlan(stack: string, cwd: string): Promise<void> {
  const env = rehearsalEnvironment(process.env, home);
  const plan = await terraform(["plan", "-input=false", "-no-color", "-out=checked.tfplan"], { cwd, env });
  const shown = await terraform(["show", "-json", "checked.tfplan"], { cwd, env });
  if (plan.code !== 0 || shown.code !== 0) throw new Error(plan.stderr + shown.stderr);
  writeFileSync(join(plans, `${stack}.json`), shown.stdout);
}

/** Offline: no policies are fetched, and nothing is sent. */
function runCheckov(): z.output<typeof report> {
  const args = ["-d", plans, "--framework", "terraform_plan", "--skip-download", "--quiet", "--compact", "-o", "json"];
  const { PATH, HOME } = process.env;
  const { stdout, stderr } = spawnSync(checkov, args, {
    encoding: "utf8",
    env: { PATH, HOME },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout.trimStart().startsWith("{")) throw new Error(`checkov gave no report:\n${stderr}${stdout}`);
  return report.parse(JSON.parse(stdout));
}
