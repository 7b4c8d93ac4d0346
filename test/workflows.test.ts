import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { z } from "zod";
import { environmentNames } from "../environments/catalog.ts";
import { layers } from "../environments/layers.ts";

const root = join(import.meta.dirname, "..");
const github = join(root, ".github");
const folder = join(github, "workflows");
const files = readdirSync(folder);
const linter = join(root, "test/workflows/actionlint.js");
const actionFile = join(github, "actions/setup/action.yml");

const permissions = z.record(z.string(), z.enum(["read", "write", "none"]));
const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  env: z.record(z.string(), z.unknown()).default({}),
});
const job = z.looseObject({
  permissions: permissions.optional(),
  environment: z.string().optional(),
  uses: z.string().optional(),
  if: z.string().optional(),
  concurrency: z.looseObject({ group: z.string(), "cancel-in-progress": z.boolean() }).optional(),
  "runs-on": z.string().optional(),
  "timeout-minutes": z.number().optional(),
  strategy: z
    .looseObject({ matrix: z.looseObject({ include: z.array(z.looseObject({ environment: z.string() })) }) })
    .optional(),
  steps: z.array(step).default([]),
});
const workflow = z.looseObject({ on: z.unknown(), permissions, jobs: z.record(z.string(), job) });

const expression = (text: string) => `\${{ ${text} }}`;
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");
const read = (name: string) => workflow.parse(parse(textOf(name)));
const jobsOf = (name: string) => Object.entries(read(name).jobs);
const everyJob = files.flatMap((name) => jobsOf(name).map(([id, one]) => ({ name: `${name}: ${id}`, job: one })));
const everyStep = [
  ...everyJob.flatMap(({ name, job }) => job.steps.map((one) => ({ name, step: one }))),
  ...z
    .looseObject({ runs: z.looseObject({ steps: z.array(step) }) })
    .parse(parse(readFileSync(actionFile, "utf8")))
    .runs.steps.map((one) => ({ name: "setup", step: one })),
];

function actionlint(...paths: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [linter, ...paths], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

test("actionlint finds nothing in any workflow, and would: it finds that an action is no workflow", () => {
  expect(actionlint(...files.map((name) => join(folder, name)))).toEqual([]);
  expect(actionlint(actionFile)).not.toEqual([]);
}, 60_000);

test("no workflow runs a pull request's code with the rights of the default branch", () => {
  for (const name of files) expect(textOf(name)).not.toContain("pull_request_target");
  const { on, permissions: rights, jobs } = read("preview.yml");
  expect(on).toBe("pull_request");
  expect(rights).toEqual({ contents: "read" });
  expect(Object.values(jobs).map(({ permissions, environment }) => ({ permissions, environment }))).toEqual([
    { permissions: undefined, environment: undefined },
  ]);
  expect(textOf("preview.yml")).not.toMatch(/secrets\.|github\.token|GITHUB_TOKEN/);
});

test("the workflow that comments runs nothing of the pull request: no checkout of it, no program, no package", () => {
  const [[, { steps, ...rest }] = ["", job.parse({})]] = jobsOf("preview-comment.yml");
  expect(rest.permissions).toEqual({ actions: "read", contents: "read", "pull-requests": "write" });
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual([]);
  const used = steps.map(({ uses }) => uses?.split("@")[0]);
  expect(used).toEqual(["actions/checkout", "actions/download-artifact", "actions/github-script"]);
  expect(steps[0]?.with.ref).toBeUndefined();
  expect(steps[1]?.with.path).toBe(`${expression("runner.temp")}/preview`);
});

test("comments of one branch are written one after the other, also where the preview died, and a stranger's branch is no script", () => {
  const [[, { concurrency, steps, if: when }] = ["", job.parse({})]] = jobsOf("preview-comment.yml");
  const run = "github.event.workflow_run";
  const [repository, branch] = ["head_repository.full_name", "head_branch"].map((one) => expression(`${run}.${one}`));
  expect(concurrency).toEqual({ group: `preview-comment/${repository}/${branch}`, "cancel-in-progress": false });
  expect(textOf("preview-comment.yml").match(/head_branch|head_repository/g)).toHaveLength(2);
  expect(steps.map((one) => one["continue-on-error"] ?? false)).toEqual([false, true, false]);
  expect(when).toBe(`${run}.event == 'pull_request'`);
});

test("a look for drift waits for no apply, since its turn would cancel one that waits", () => {
  const [[, { concurrency }] = ["", job.parse({})]] = jobsOf("drift.yml");
  expect(concurrency).toEqual({ group: `drift-${expression("matrix.environment")}`, "cancel-in-progress": false });
});

test("a job may do what is written out for it; beside signing in, only the comment and the issues write", () => {
  for (const name of files) expect(Object.values(read(name).permissions)).not.toContain("write");
  const writing = everyJob.flatMap(({ name, job }) =>
    Object.entries(job.permissions ?? {}).flatMap(([right, degree]) =>
      degree === "write" ? [`${name}: ${right}`] : [],
    ),
  );
  expect(writing.filter((one) => !one.endsWith(" id-token"))).toEqual([
    "drift.yml: issues: issues",
    "preview-comment.yml: comment: pull-requests",
  ]);
  const signingIn = writing.filter((one) => one.endsWith(" id-token"));
  expect(signingIn.filter((one) => !/^(apply|apply-environment|drift|jobs-image)\.yml/.test(one))).toEqual([]);
});

test("only jobs in a GitHub environment sign in or read a secret", () => {
  const called = everyJob.filter(({ job }) => job.uses === undefined);
  for (const { name, job } of called) {
    const signsIn = job.permissions?.["id-token"] === "write" || JSON.stringify(job).includes("secrets.");
    expect({ name, environment: job.environment !== undefined }).toEqual({ name, environment: signsIn });
  }
});

test("the key that opens bundles is at hand where they are applied, and nowhere else", () => {
  const having = everyJob.filter(({ job }) => JSON.stringify(job).includes("secrets.PLINTH_BUNDLE_IDENTITY"));
  expect(having.map(({ name }) => name)).toEqual(["apply-environment.yml: apply", "apply-environment.yml: apply-jobs"]);
  for (const { job } of having) expect(job.environment).toBe(expression("inputs.environment"));
});

test("every action is pinned by its commit, with its version beside it, and the same everywhere", () => {
  const versions = new Map<string, Set<string>>();
  for (const text of [...files.map(textOf), readFileSync(actionFile, "utf8")]) {
    for (const [, used = ""] of text.matchAll(/uses: (.+)/g)) {
      if (used.startsWith("./.github/")) continue;
      expect(used).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      const [action = "", version = ""] = used.split("@");
      versions.set(action, (versions.get(action) ?? new Set()).add(version));
    }
  }
  expect([...versions].filter(([, found]) => found.size > 1)).toEqual([]);
  expect(versions.size).toBeGreaterThan(5);
});

test("no expression stands in a script: what a stranger may write reaches it as a variable or not at all", () => {
  const scripts = everyStep.flatMap(({ name, step }) =>
    [step.run, step.with.script].flatMap((script) => (typeof script === "string" ? [{ name, script }] : [])),
  );
  expect(scripts.length).toBeGreaterThan(5);
  expect(scripts.filter(({ script }) => script.includes("${{"))).toEqual([]);
});

test("no checkout leaves its token in the folder, and every job ends in time", () => {
  const checkouts = everyStep.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
  expect(checkouts.filter(({ step }) => step.with["persist-credentials"] !== false)).toEqual([]);
  const endless = everyJob.filter(({ job }) => job.uses === undefined && job["timeout-minutes"] === undefined);
  expect(endless.map(({ name }) => name)).toEqual([]);
});

test("what is applied waits for what is being applied to the same environment, and is never cancelled by it", () => {
  for (const [environment, { concurrency }] of jobsOf("apply.yml"))
    expect(concurrency).toEqual({ group: `apply-${environment}`, "cancel-in-progress": false });
});

test("every environment that is real is applied, looked at for drift and previewed", () => {
  const real = environmentNames().filter((name) => name !== "local");
  expect(jobsOf("apply.yml").map(([name]) => name)).toEqual(real);
  const drift = jobsOf("drift.yml").flatMap(([, { strategy }]) => strategy?.matrix.include ?? []);
  expect(drift.map(({ environment }) => environment)).toEqual(real);
  expect(textOf("preview.yml")).toContain(`plinth preview ${real.join(" ")} `);
});

test("the jobs layer is applied in the network, every layer is applied, and only the approved file", () => {
  const applies = everyStep.flatMap(({ step }) => (step.run?.includes("plinth apply") ? [step] : []));
  const applied = applies.flatMap(({ run = "" }) => run.split("--only ")[1]?.trim().split(" ") ?? []);
  expect(applied.sort()).toEqual([...layers].sort());
  for (const { run, env } of applies) {
    expect(run).toContain('--approved "$APPROVED"');
    expect(env.APPROVED).toBe(expression("needs.plan.outputs.sha256"));
  }
  const { "apply-jobs": inside, apply: outside } = read("apply-environment.yml").jobs;
  expect(inside?.["runs-on"]).toContain("codebuild-");
  expect(outside?.["runs-on"]).toBe("ubuntu-24.04");
});
