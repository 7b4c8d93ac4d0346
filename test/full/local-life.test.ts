/** The life of `local` as a newcomer types it, on real Terraform and dbt; about two minutes. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import { writeEvents } from "../../examples/events/events.ts";
import { badManners, Checkout, type Outcome } from "./checkout.ts";

jest.setTimeout(600_000);

const checkout = new Checkout();
afterAll(() => checkout.remove());

const bronze = ".plinth/local/cloud/aws/000000000000/us-west-2/buckets/plinth-local-bronze";

async function succeed(command: "cdktf" | "plinth", ...args: string[]): Promise<string> {
  const outcome = await checkout.run(command, args);
  expect({ ...outcome, stdout: "" }).toMatchObject({ code: 0 });
  expect(badManners(outcome)).toEqual([]);
  return outcome.stdout;
}

function contents(): Map<string, string> {
  return new Map(checkout.objects().map((file) => [file, readFileSync(file, "utf8")]));
}

test("before the first deploy a job is refused with what to do", async () => {
  const outcome = await checkout.run("plinth", ["job", "local", "publish"]);
  expect(outcome).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "plinth job: the job is publish; it must be deployed in local (no job is deployed). Run npx cdktf deploy local, or name a deployed job.\n",
  });
  expect(existsSync(checkout.home)).toBe(false);
});

test("a deploy builds the four stacks", async () => {
  const output = await succeed("cdktf", "deploy", "local");
  expect(output.match(/Apply complete! Resources: [1-9]\d* added, 0 changed, 0 destroyed\./g)).toHaveLength(4);
  expect(readdirSync(join(checkout.home, "state")).sort()).toEqual([
    "local-data.tfstate",
    "local-foundation.tfstate",
    "local-jobs.tfstate",
    "local-workers.tfstate",
  ]);
});

test("a job that no one deployed is refused with those that are", async () => {
  const { code, stderr } = await checkout.run("plinth", ["job", "local", "publsh"]);
  expect(stderr).toBe(
    "plinth job: the job is publsh; it must be deployed in local (deployed are backfill, ingest, maintenance, publish, transform). Run npx cdktf deploy local, or name a deployed job.\n",
  );
  expect(code).toBe(1);
});

test("a definition that someone edited into nonsense is refused where it stands", async () => {
  const file = checkout.object("kubernetes_cron_job_v1", "publish");
  const sound = readFileSync(file, "utf8");
  const { values, ...rest } = JSON.parse(sound);
  writeFileSync(file, JSON.stringify({ ...rest, values: { ...values, spec: "nothing" } }));
  const edited = await checkout.run("plinth", ["job", "local", "publish"]);
  writeFileSync(file, "{");
  const cutOff = await checkout.run("plinth", ["job", "local", "publish"]);
  writeFileSync(file, sound);
  expect(edited.stderr).toContain("in the simulated cloud: spec is not what a deploy writes");
  expect(cutOff.stderr).toContain(`${file}: `);
  expect([edited, cutOff].map(({ code }) => code)).toEqual([1, 1]);
  expect([...badManners(edited), ...badManners(cutOff)]).toEqual([]);
});

test("the deployed job publishes the events that lie in the bronze zone", async () => {
  await writeEvents({ out: checkout.path(bronze), seed: 7, events: 400, days: 1 });
  await succeed("plinth", "job", "local", "publish");
  const [live, ...more] = checkout
    .files(".plinth/local/cloud/snowflake")
    .filter((file) => file.endsWith("/ANALYTICS/live.json"));
  expect(more).toEqual([]);
  const { rows } = JSON.parse(readFileSync(live ?? "", "utf8"));
  expect(Object.keys(rows)).toEqual(["MARTS.FCT_CUSTOMER_EVENTS", "MARTS.FCT_TRANSACTIONS", "MARTS.DIM_CUSTOMERS"]);
  expect(rows["MARTS.FCT_CUSTOMER_EVENTS"]).toBeGreaterThan(200);
});

test("then nothing is to be changed in any stack, and another deploy changes nothing", async () => {
  const before = contents();
  const diff = await succeed("cdktf", "diff", "local");
  expect(diff.match(/No changes\./g)).toHaveLength(4);
  const output = await succeed("cdktf", "deploy", "local");
  expect(output.match(/Apply complete! Resources: 0 added, 0 changed, 0 destroyed\./g)).toHaveLength(4);
  expect(contents()).toEqual(before);
});

test("a file of the store that is deleted by hand is drift, which a deploy heals", async () => {
  const file = checkout.object("aws_kms_alias", "lake");
  rmSync(file);
  expect(await succeed("cdktf", "diff", "local-foundation")).toContain("Plan: 1 to add, 0 to change, 0 to destroy.");
  expect(await succeed("cdktf", "deploy", "local-foundation")).toContain("Resources: 1 added, 0 changed, 0 destroyed.");
  expect(existsSync(file)).toBe(true);
});

test.each([
  { what: "a file of the store that holds no JSON", text: "{" },
  { what: "an empty file of the store", text: "" },
  { what: "a file of the store that holds something else", text: "[1]" },
])("$what is named by diff and left as it is", async ({ text }) => {
  const file = checkout.object("aws_kms_alias", "lake");
  const sound = readFileSync(file, "utf8");
  writeFileSync(file, text);
  const outcome = await checkout.run("cdktf", ["diff", "local-foundation"]);
  const left = readFileSync(file, "utf8");
  writeFileSync(file, sound);
  expect(unwrapped(outcome)).toContain("The simulated cloud has a file that cannot be read");
  expect(unwrapped(outcome)).toContain("Restore the file, or delete it");
  expect(outcome.code).toBe(1);
  expect(badManners(outcome)).toEqual([]);
  expect(left).toBe(text);
});

test.each([
  { what: "garbage", text: "not a state" },
  { what: "half a state", text: '{"version": 4, ' },
])("a state file with $what is named by diff and left as it is", async ({ text }) => {
  const file = join(checkout.home, "state/local-foundation.tfstate");
  const sound = readFileSync(file, "utf8");
  writeFileSync(file, text);
  const outcome = await checkout.run("cdktf", ["diff", "local-foundation"]);
  const left = readFileSync(file, "utf8");
  writeFileSync(file, sound);
  expect(unwrapped(outcome)).toMatch(/state/i);
  expect(outcome.code).toBe(1);
  expect(badManners(outcome)).toEqual([]);
  expect(left).toBe(text);
});

test("a destroy leaves nothing", async () => {
  const output = await succeed("cdktf", "destroy", "local");
  expect(output.match(/Destroy complete! Resources: [1-9]\d* destroyed\./g)).toHaveLength(4);
  expect(existsSync(checkout.home)).toBe(false);
});

test("nothing was kept where another project's Terraform would find it", () => {
  expect(readdirSync(checkout.userHome).filter((name) => name.startsWith(".terraform"))).toEqual([]);
});

/** Terraform breaks its messages into lines of 78 characters. */
function unwrapped({ stdout, stderr }: Outcome): string {
  return `${stdout}${stderr}`.replaceAll(/\s+/g, " ");
}
