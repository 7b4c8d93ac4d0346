import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { z } from "zod";
import { homesOf } from "../../environments/accounts.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import { homeFolders } from "../../environments/home.ts";
import { stackNames } from "../../environments/layers.ts";
import { rehearsalEnvironment, terraform } from "../../rehearsal/terraform.ts";
import { rehearse } from "../../scripts/rehearsal.ts";
import { applyAccounts } from "../../scripts/rehearsed-accounts.ts";
import { judge, readWaivers } from "../policy/waivers.ts";

jest.setTimeout(600_000);

const root = join(import.meta.dirname, "../..");
const checkov = join(root, "node_modules/.cache/checkov/bin/checkov");
const home = mkdtempSync(join(tmpdir(), "plinth-checkov-"));
const plans = join(home, "plans");
afterAll(() => rmSync(home, { recursive: true, force: true }));

const report = z.looseObject({
  results: z.looseObject({
    passed_checks: z.array(z.looseObject({ resource: z.string(), file_path: z.string() })),
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
const stacks: string[] = [];

beforeAll(async () => {
  const install = spawnSync(process.execPath, [join(root, "tools/python.js"), "checkov"], { encoding: "utf8" });
  if (install.status !== 0) throw new Error(install.stderr);
  mkdirSync(plans);
  for (const [stack, folder] of await rehearsedStacks()) {
    await writePlan(stack, folder);
    stacks.push(stack);
  }
  checked = runCheckov();
});

test("checkov reads every plan, and has something to check in each", () => {
  expect(checked.summary.parsing_errors).toBe(0);
  expect([...new Set(seen().map(({ stack }) => stack))].sort()).toEqual([...stacks].sort());
  expect(checked.summary.passed).toBeGreaterThan(500);
});

test("every failed check is waived with a reason, and no waiver is left over", () => {
  const failures = checked.results.failed_checks.map(({ check_id, resource, file_path }) => ({
    check: check_id,
    address: `${basename(file_path, ".json")}/${resource}`,
  }));
  const { unwaived, unused } = judge(failures, readWaivers());
  const { passed, failed, resource_count } = checked.summary;
  const waived = failed - unwaived.length;
  console.log(
    `checkov: ${resource_count} resources in ${stacks.length} plans, checks for ${seen().length} of them (${perProvider()}); ${passed} passed, ${failed} failed, ${waived} of them waived by ${readWaivers().length} waivers`,
  );
  expect(unwaived).toEqual([]);
  expect(unused).toEqual([]);
});

/** The resources that checkov has a check for; it knows none of Snowflake's. */
function seen(): { stack: string; resource: string }[] {
  const { passed_checks, failed_checks } = checked.results;
  const places = [...passed_checks, ...failed_checks].map(({ file_path, resource }) => ({
    stack: basename(file_path, ".json"),
    resource,
  }));
  return [...new Map(places.map((place) => [`${place.stack}/${place.resource}`, place])).values()];
}

/** Like "aws 200, kubernetes 6". */
function perProvider(): string {
  const counts = new Map<string, number>();
  for (const { resource } of seen()) {
    const [provider = ""] = resource.split("_");
    counts.set(provider, (counts.get(provider) ?? 0) + 1);
  }
  return [...counts].map(([provider, count]) => `${provider} ${count}`).join(", ");
}

/** All of prod, and what stands in its AWS account before that, applied in a simulated cloud: by name, with their folders. */
async function rehearsedStacks(): Promise<[string, string][]> {
  const prod = await loadEnvironment("prod");
  const homes = await homesOf(prod);
  const { signal } = new AbortController();
  const report = () => {};
  const accounts = await applyAccounts(homes, home, signal, report);
  const rehearsal = await rehearse(prod, { caller: prod, folder: home, signal, report });
  expect([...accounts, ...rehearsal.stacks].flatMap(({ problems }) => problems)).toEqual([]);
  const { out } = homeFolders(home);
  const state = homes.aws.stack;
  return [
    ...stackNames("prod").map((stack): [string, string] => [stack, join(out, "stacks", stack)]),
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
  const args = ["-d", plans, "--framework", "terraform_plan", "--skip-download", "--compact", "-o", "json"];
  const { PATH, HOME } = process.env;
  const { stdout, stderr } = spawnSync(checkov, args, {
    encoding: "utf8",
    env: { PATH, HOME },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout.trimStart().startsWith("{")) throw new Error(`checkov gave no report:\n${stderr}${stdout}`);
  return report.parse(JSON.parse(stdout));
}
