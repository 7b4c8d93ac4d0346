/** From a preview of what stands to an apply of exactly that, by the commands, on `local` as the cloud. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { homeFolders } from "../../environments/home.ts";
import { readStates } from "../../rehearsal/orphans.ts";
import { type PreviewDocument, previewDocument, type StackPreview } from "../../scripts/preview/document.ts";
import { Checkout, type Outcome, signalGroup, until } from "./checkout.ts";

jest.setTimeout(900_000);

const checkout = new Checkout();
const bundle = checkout.path("plan/bundle");
const { cloud, state, out } = homeFolders(checkout.home);
afterAll(() => checkout.remove());

function git(...args: readonly string[]): void {
  const identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...args], { cwd: checkout.folder });
}

beforeAll(() => {
  delete process.env.PLINTH_BUNDLE_IDENTITY;
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "As it is deployed");
});

interface Previewed extends Outcome {
  readonly document: PreviewDocument;
}

async function preview(...more: readonly string[]): Promise<Previewed> {
  const outcome = await checkout.run("plinth", ["preview", "local", "--real", "--base", "HEAD", ...more]);
  if (outcome.code === 1) throw new Error(outcome.stdout + outcome.stderr);
  return {
    ...outcome,
    document: previewDocument.parse(JSON.parse(readFileSync(checkout.path("preview/preview.json"), "utf8"))),
  };
}

async function apply(file = bundle, environment = "local", ...more: readonly string[]): Promise<Outcome> {
  return await checkout.run("plinth", ["apply", environment, "--plan", file, ...more]);
}

function stacksOf({ environments }: PreviewDocument): readonly StackPreview[] {
  return environments.flatMap(({ stacks }) => stacks);
}

function statusesOf(document: PreviewDocument): string[] {
  return stacksOf(document).map(({ name, status }) => `${name} ${status}`);
}

function changesOf(document: PreviewDocument): string[] {
  const lines = stacksOf(document).flatMap(({ changes }) =>
    changes.map(({ address, action }) => `${action} ${address}`),
  );
  return lines.filter((line) => !line.startsWith("read ")).sort();
}

/** Addresses of all that stands, as the states say. */
function standing(): string[] {
  return readStates(state)
    .map(({ address }) => address)
    .filter((address) => !address.startsWith("data."))
    .sort();
}

function planFilesLeft(): string[] {
  return readdirSync(checkout.folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tfplan"));
}

/** What was not to be touched. */
function untouched(): string {
  return JSON.stringify([standing(), checkout.objects().map((file) => readFileSync(file, "utf8"))]);
}

async function refused(name: string, run: Promise<Outcome>): Promise<void> {
  const before = untouched();
  const { code, stderr } = await run;
  expect({ code, said: stderr.split("\n").filter((line) => line.startsWith(name)).length > 0, stderr }).toEqual({
    code: 3,
    said: true,
    stderr,
  });
  expect(untouched()).toBe(before);
}

function changed(file: string, change: (bytes: Buffer) => Buffer): string {
  const other = checkout.path("plan", file);
  writeFileSync(other, change(readFileSync(bundle)));
  return other;
}

function faults(...faults: readonly object[]): void {
  writeFileSync(join(cloud, "faults.json"), JSON.stringify({ faults }));
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(checkout.path(file), "utf8");
  expect(text).toContain(from);
  writeFileSync(checkout.path(file), text.replace(from, to));
}

let reviewed: string[] = [];

test("of a new environment, what builds on what does not exist yet is rehearsed, and nothing is made", async () => {
  const { code, document } = await preview("--bundle", bundle);
  expect(code).toBe(0);
  expect(document.source).toBe("real");
  expect(statusesOf(document)).toEqual([
    "local-foundation planned",
    "local-data rehearsed",
    "local-workers rehearsed",
    "local-jobs rehearsed",
  ]);
  reviewed = changesOf(document);
  expect(reviewed.length).toBeGreaterThan(500);
  expect(reviewed.filter((line) => !line.startsWith("create "))).toEqual([]);
  expect(standing()).toEqual([]);
  expect(planFilesLeft()).toEqual([]);
  expect(statSync(bundle).mode & 0o777).toBe(0o600);
});

test("a bundle that is not the one that was written, or is not for here, is refused by its name", async () => {
  const altered = changed("altered", (bytes) => {
    const last = bytes.length - 1;
    return Buffer.from(bytes.with(last, (bytes[last] ?? 0) ^ 1));
  });
  await refused("altered", apply(altered));
  await refused("truncated", apply(changed("truncated", (bytes) => bytes.subarray(0, bytes.length - 1))));
  await refused("wrong-environment", apply(bundle, "dev", "--home", checkout.home));
  await refused("not-approved", apply(bundle, "local", "--approved", "0".repeat(64)));
  git("commit", "--quiet", "--allow-empty", "--message", "Another one");
  await refused("wrong-commit", apply());
  git("reset", "--quiet", "--hard", "HEAD~1");
});

test("an apply that Ctrl-C ends, and the same command again, make what was reviewed and no more", async () => {
  const run = checkout.start("plinth", ["apply", "local", "--plan", bundle]);
  await until(() => checkout.objects().some((file) => file.includes("/aws_msk_")));
  signalGroup(run, "SIGINT");
  const { code, stderr } = await run.outcome;
  expect(stderr).toContain("Terraform ends what it has begun and writes it down");
  expect(code).toBe(130);
  expect(standing().length).toBeLessThan(reviewed.length);

  const again = await apply();
  expect(again.stdout).toContain("local-foundation: was applied already");
  expect(again.stdout).toContain("local is as it was reviewed.");
  expect(again.code).toBe(0);
  expect(standing()).toEqual(reviewed.map((line) => line.replace("create ", "")));

  const after = await preview();
  expect(after.code).toBe(0);
  expect(after.document.environments.map(({ verdict }) => verdict)).toEqual(["unchanged"]);
});

test("what was planned on outputs that are about to change says which, and is applied when it still does the same", async () => {
  rmSync(checkout.object("aws_sns_topic", "info"));
  edit(
    "environments/local.ts",
    'protection: "ephemeral",',
    'protection: "ephemeral",\n  lake: { zones: { quarantine: { expireAfterDays: 60 } } },',
  );
  const { code, document } = await preview("--bundle", bundle);
  expect(code).toBe(0);
  expect(statusesOf(document)).toEqual([
    "local-foundation planned",
    "local-data provisional",
    "local-workers planned",
    "local-jobs provisional",
  ]);
  const [, data, , jobs] = stacksOf(document);
  expect(data?.provisional).toEqual(["foundation.handover.alertTopicArns.info"]);
  expect(jobs?.provisional).toEqual(["data.handover"]);
  expect(data?.changes.map(({ type, action }) => `${action} ${type}`)).toEqual([
    "update aws_s3_bucket_lifecycle_configuration",
  ]);

  const early = checkout.path("plan/early");
  copyFileSync(bundle, early);
  expect(await apply()).toMatchObject({ code: 0, stdout: expect.stringContaining("local is as it was reviewed.") });
  await refused("stale", apply(early));
});

test("after a kill, the same command names what no state knows and how to adopt it; adopted, it ends as one run", async () => {
  git("commit", "--quiet", "--all", "--message", "As it is deployed now");
  edit(
    "environments/base.ts",
    "    roles: {\n",
    '    roles: {\n      "late-comer": { description: "Writes events too" },\n',
  );
  edit("environments/base.ts", 'producers: ["event-collector"]', 'producers: ["event-collector", "late-comer"]');
  const { document } = await preview("--bundle", bundle);
  expect(statusesOf(document).slice(0, 2)).toEqual(["local-foundation planned", "local-data rehearsed"]);
  const before = standing();
  const wanted = changesOf(document);
  expect(wanted.filter((line) => /^(delete|replace) /.test(line))).toEqual([]);

  faults({ stopAfter: 1, signal: "SIGKILL" });
  const killed = await apply();
  expect(killed.stdout).toContain("Terraform was killed");
  expect(killed.code).toBe(1);
  faults();
  const told = await apply();
  expect(told.stderr).toMatch(/^unaccounted: local-foundation: npx plinth import local '\S+' '\S+'$/m);
  expect(told.code).toBe(3);
  expect(await checkout.run("plinth", ["import", "local", "--orphans"])).toMatchObject({ code: 0 });
  expect(await apply()).toMatchObject({ code: 0, stdout: expect.stringContaining("local is as it was reviewed.") });
  const made = wanted.filter((line) => line.startsWith("create ")).map((line) => line.replace("create ", ""));
  expect(standing()).toEqual([...before, ...made].sort());
  const after = await preview();
  expect(after.document.environments.map(({ verdict }) => verdict)).toEqual(["unchanged"]);
});

test("a preview that fails or is ended leaves neither a bundle nor a plan file", async () => {
  rmSync(bundle, { force: true });
  const run = checkout.start("plinth", ["preview", "local", "--real", "--base", "HEAD", "--bundle", bundle]);
  await until(() => existsSync(join(out, "stacks/local-foundation/preview.tfplan")));
  signalGroup(run, "SIGINT");
  expect((await run.outcome).code).toBe(130);
  expect(planFilesLeft()).toEqual([]);

  mkdirSync(state, { recursive: true });
  writeFileSync(join(state, "local-foundation.tfstate"), "{");
  const failed = await checkout.run("plinth", ["preview", "local", "--real", "--base", "HEAD", "--bundle", bundle]);
  expect(failed.stderr).toContain("No bundle is written: the preview of local failed.");
  expect(failed.code).toBe(1);
  expect(existsSync(bundle)).toBe(false);
});
