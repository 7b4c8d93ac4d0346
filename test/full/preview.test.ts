import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { EnvironmentPreview, PreviewDocument } from "../../scripts/preview/document.ts";
import { markdownLimit, marker } from "../../scripts/preview/markdown.ts";
import { badManners, Checkout, type Outcome, signalGroup, until } from "./checkout.ts";

const checkout = new Checkout();
const temporary = checkout.path("temporary");

beforeAll(() => {
  mkdirSync(temporary);
  writeFileSync(checkout.path(".git-excludes"), "temporary/\nuser/\nout*/\n.git-excludes\n");
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "test");
  git("config", "user.email", "test@example.invalid");
  git("config", "core.excludesFile", checkout.path(".git-excludes"));
  commit("as it is");
});

afterAll(() => checkout.remove());

function git(...args: string[]): void {
  execFileSync("git", args, { cwd: checkout.folder, stdio: "pipe" });
}

function commit(message: string): void {
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
}

/** Changes a file of the checkout, for as long as the work lasts. */
async function changed<T>(file: string, change: (text: string) => string, work: () => Promise<T>): Promise<T> {
  const path = checkout.path(file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const after = change(before ?? "");
  if (after === before) throw new Error(`${file} does not hold what the test changes`);
  writeFileSync(path, after);
  try {
    return await work();
  } finally {
    if (before === undefined) rmSync(path);
    else writeFileSync(path, before);
  }
}

const preview = (...args: string[]): Promise<Outcome> =>
  checkout.run("plinth", ["preview", ...args], { TMPDIR: temporary });

function documentIn(out: string): PreviewDocument {
  return JSON.parse(readFileSync(checkout.path(out, "preview.json"), "utf8"));
}

function only({ environments }: PreviewDocument): EnvironmentPreview {
  const [environment, ...more] = environments;
  if (environment === undefined || more.length > 0) throw new Error("the preview is not of one environment");
  return environment;
}

/** What a preview left lying that the next one does not use. */
const leftovers = () => readdirSync(temporary).filter((name) => name.startsWith("plinth-"));

const staging = "environments/staging.ts";
const shorter = (text: string) =>
  text.replace(
    'name: "staging",',
    'name: "staging",\n  streaming: { topics: { user_events: { retentionHours: 24 } } },',
  );

test("A preview of nothing says that nothing changes, and leaves the checkout as it was", async () => {
  const outcome = await preview("staging", "--base", "HEAD", "--out", "out-nothing");
  expect(badManners(outcome)).toEqual([]);
  expect(outcome).toMatchObject({ code: 0 });
  expect(only(documentIn("out-nothing"))).toMatchObject({
    verdict: "unchanged",
    risk: "R0",
    findings: [],
    problems: [],
  });
  expect(execFileSync("git", ["status", "--porcelain"], { cwd: checkout.folder, encoding: "utf8" })).toBe("");
  expect(leftovers()).toEqual([]);
}, 300_000);

test("A topic that keeps its messages for a shorter time is blocked where data are protected, and all three files say why", async () => {
  const outcome = await changed(staging, shorter, () => preview("staging", "--base", "HEAD", "--out", "out-shorter"));
  expect(outcome).toMatchObject({ code: 2 });
  const document = documentIn("out-shorter");
  expect(document.head.uncommitted).toBe(true);
  const { verdict, risk, findings, stacks } = only(document);
  expect([verdict, risk]).toEqual(["blocked", "R5"]);
  expect(findings.map(({ id, stack }) => [id, stack])).toContainEqual(["retention-shortened", "staging-data"]);
  expect(stacks.filter(({ changes }) => changes.length > 0).map(({ name }) => name)).toEqual(["staging-data"]);
  for (const name of ["preview.md", "preview.html"])
    expect(readFileSync(checkout.path("out-shorter", name), "utf8")).toContain("retention-shortened");
  expect(readFileSync(checkout.path("out-shorter/preview.md"), "utf8").startsWith(marker)).toBe(true);
  expect(outcome.stdout).toContain("retention-shortened");
}, 300_000);

test("An environment that is declared wrongly fails by its place, and the others are still previewed", async () => {
  const wrong = (text: string) => text.replace("brokers: {", "brokers: { count: 4,");
  const outcome = await changed("environments/dev.ts", wrong, () =>
    preview("dev", "staging", "--base", "HEAD", "--out", "out-wrong"),
  );
  expect(badManners(outcome)).toEqual([]);
  expect(outcome.code).toBe(1);
  const [dev, other] = documentIn("out-wrong").environments;
  expect(dev).toMatchObject({ name: "dev", verdict: "failed", stacks: [] });
  expect(dev?.problems.join()).toContain("environments/dev.ts: streaming.brokers.count is 4");
  expect(other).toMatchObject({ name: "staging", verdict: "unchanged" });
}, 300_000);

test("A base, an environment or a price file that does not exist is named, and nothing is written", async () => {
  const cases = [
    [["staging", "--base", "no-such-branch"], "--base no-such-branch"],
    [["stagin", "--base", "HEAD"], "perhaps staging"],
    [["staging", "--base", "HEAD", "--prices", "none.json"], "none.json"],
  ] as const;
  for (const [args, said] of cases) {
    const outcome = await preview(...args, "--out", "out-none");
    expect(badManners(outcome)).toEqual([]);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain(said);
  }
  expect(existsSync(checkout.path("out-none"))).toBe(false);
}, 120_000);

test("All of prod as a first deploy stays within the limit of a comment, and its own defaults do not block it", async () => {
  const path = checkout.path("environments/prod.ts");
  const text = readFileSync(path, "utf8");
  rmSync(path);
  commit("no prod");
  writeFileSync(path, text);
  commit("prod");
  const outcome = await preview("prod", "--base", "HEAD~1", "--out", "out-prod");
  expect(outcome.code).toBe(0);
  const { verdict, stacks } = only(documentIn("out-prod"));
  expect(verdict).toBe("ok");
  expect(stacks.flatMap(({ changes }) => changes).length).toBeGreaterThan(500);
  expect(stacks.every(({ configurationChanged }) => configurationChanged)).toBe(true);
  const markdown = readFileSync(checkout.path("out-prod/preview.md"), "utf8");
  if (process.env.PLINTH_PRINT) console.log(`prod as a first deploy: ${markdown.length} characters`);
  expect(markdown.length).toBeLessThanOrEqual(markdownLimit);
}, 300_000);

test("Interrupted while it stands the base up, it leaves no process and no folder, and the next one does it all", async () => {
  rmSync(checkout.path(".plinth/previews/clouds"), { recursive: true });
  const args = ["preview", "staging", "--base", "HEAD", "--out", "out-interrupted"];
  const started = checkout.start("plinth", args, { TMPDIR: temporary });
  await until(() => processesIn(checkout.folder).some((command) => command.includes("terraform")));
  signalGroup(started, "SIGINT");
  expect((await started.outcome).code).toBe(130);
  await until(() => processesIn(checkout.folder).length === 0);
  expect(existsSync(checkout.path("out-interrupted"))).toBe(false);
  expect(leftovers()).toEqual([]);
  expect(await preview("staging", "--base", "HEAD", "--out", "out-again")).toMatchObject({ code: 0 });
}, 300_000);

test("Killed while it stands the base up, the next one does it all", async () => {
  rmSync(checkout.path(".plinth/previews/clouds"), { recursive: true });
  const started = checkout.start("plinth", ["preview", "staging", "--base", "HEAD"], { TMPDIR: temporary });
  await until(() => processesIn(checkout.folder).some((command) => command.includes("terraform")));
  signalGroup(started, "SIGKILL");
  await started.outcome;
  expect(await preview("staging", "--base", "HEAD", "--out", "out-killed")).toMatchObject({ code: 0 });
  await until(() => processesIn(checkout.folder).length === 0);
}, 300_000);

test("Two at once with nothing kept come to the same result", async () => {
  rmSync(checkout.path(".plinth/previews"), { recursive: true });
  await changed(staging, shorter, async () => {
    const outcomes = await Promise.all(
      ["out-one", "out-other"].map((out) => preview("staging", "--base", "HEAD", "--out", out)),
    );
    expect(outcomes.map(({ code }) => code)).toEqual([2, 2]);
  });
  expect(documentIn("out-one")).toEqual(documentIn("out-other"));
}, 300_000);

/** Command lines of the processes that work in a folder or below it. */
function processesIn(folder: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(join("/proc", pid, "cmdline"), "utf8").replaceAll("\0", " ");
        const environment = readFileSync(join("/proc", pid, "environ"), "utf8");
        return environment.includes(`TMPDIR=${temporary}`) || command.includes(folder) ? [command] : [];
      } catch {
        return [];
      }
    });
}
