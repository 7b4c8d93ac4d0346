import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { analyzeStack } from "../../scripts/preview/analysis.ts";
import { readConfiguration } from "../../scripts/preview/plan/configuration.ts";
import type { StackContext } from "../../scripts/preview/stack-context.ts";
import { changeOf, found, planOf, stackContext } from "../preview/analyzed.ts";

const text = readFileSync(join(import.meta.dirname, "../golden/prod/prod-jobs.json"), "utf8");
const jobsStack = readConfiguration(text, "prod-jobs");
const digest = "0".repeat(64);
const policies = /^(image-unpinned|job-)/;

/** What is found of workloads, in a plan as the provider writes it: a block that stands once is a list of one. */
function findings(
  type: string,
  change: object,
  wishes: Partial<StackContext> & { configured?: object } = {},
): string[] {
  const { configured, ...context } = wishes;
  const configuration = { root_module: { resources: [{ address: `${type}.a`, expressions: configured }] } };
  const plan = planOf(
    [changeOf(`${type}.a`, ["create"], { before: null, ...change })],
    configured && { configuration },
  );
  return found(analyzeStack(plan, stackContext(context))).filter((id) => policies.test(id));
}

const blocks = new Set(["metadata", "spec", "job_template", "template"]);

function asPlanned(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => asPlanned(item));
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asPlanned(item, key)]));
  return blocks.has(name) ? [inner] : inner;
}

const cronJobs = Object.entries(jobsStack.resource.kubernetes_cron_job_v1 ?? {});
const [, declared] = cronJobs[0] ?? [];
const cronJob = (change: (text: string) => string = String) => ({
  after: asPlanned(JSON.parse(change(JSON.stringify(declared)))),
});

test("every job of prod is pinned, ends and overlaps with no run of its own", () => {
  expect(cronJobs.length).toBeGreaterThanOrEqual(5);
  for (const [, body] of cronJobs) expect(findings("kubernetes_cron_job_v1", { after: asPlanned(body) })).toEqual([]);
});

test.each([
  ["a tag for the digest", `@sha256:${digest}`, ":latest", "image-unpinned block"],
  ["a short digest", `@sha256:${digest}`, "@sha256:0000", "image-unpinned block"],
  ["no deadline", '"active_deadline_seconds":43200,', "", "job-without-deadline warn"],
  [
    "a deadline of nothing",
    '"active_deadline_seconds":43200',
    '"active_deadline_seconds":null',
    "job-without-deadline warn",
  ],
  ["no concurrency policy", '"concurrency_policy":"Forbid",', "", "job-overlaps warn"],
  ["runs that may overlap", '"Forbid"', '"Allow"', "job-overlaps warn"],
])("a job of prod with %s is found", (_, old, now, id) => {
  const change = cronJob((body) => {
    expect(body).toContain(old);
    return body.replace(old, now);
  });
  expect(findings("kubernetes_cron_job_v1", change)).toEqual([id]);
});

test("another container of a job's pod must be pinned, too", () => {
  const change = cronJob((body) =>
    body.replace('"container":', '"init_container":[{"image":"busybox:1"}],"container":'),
  );
  expect(findings("kubernetes_cron_job_v1", change)).toEqual(["image-unpinned block"]);
});

const release = (values: object): Record<string, unknown> => ({
  name: "a",
  chart: "karpenter",
  repository: "oci://public.ecr.aws/karpenter",
  version: "1.14.1",
  ...values,
});

test("every chart of prod is pinned, our own by its files", () => {
  const releases = Object.values(jobsStack.resource.helm_release ?? {});
  expect(releases.length).toBeGreaterThanOrEqual(3);
  for (const after of releases)
    expect(
      findings("helm_release", { after, after_unknown: after.version ? {} : { version: true } }, { configured: after }),
    ).toEqual([]);
});

test("a chart without a version is found, though the provider writes the newest into its plan", () => {
  const { version: _, ...configured } = release({});
  expect(findings("helm_release", { after: release({}) }, { configured })).toEqual(["image-unpinned block"]);
  expect(findings("helm_release", { after: configured, after_unknown: { version: true } }, { configured })).toEqual([
    "image-unpinned block",
  ]);
  expect(findings("helm_release", { after: configured })).toEqual(["image-unpinned block"]);
});

test.each(["1.14", ">=1.14.1", "~1.14.0", "latest"])("a range of versions is no version: %s", (version) => {
  const after = release({ version });
  expect(findings("helm_release", { after }, { configured: after })).toEqual(["image-unpinned block"]);
});

test("a release that was so before is not found again, one that loses its version is", () => {
  const { version: _, ...unpinned } = release({});
  const configured = (body: object) =>
    readConfiguration(JSON.stringify({ resource: { helm_release: { a: body } } }), "x");
  const plan = planOf(
    [changeOf("helm_release.a", ["update"], { before: release({ timeout: 1 }), after: release({ timeout: 2 }) })],
    { configuration: { root_module: { resources: [{ address: "helm_release.a", expressions: unpinned }] } } },
  );
  const ids = (base: object) =>
    found(analyzeStack(plan, stackContext({ base: configured(base) }))).filter((id) => policies.test(id));
  expect(ids(unpinned)).toEqual([]);
  expect(ids(release({}))).toEqual(["image-unpinned block"]);
});

test.each([
  ["a tag", { image: { repository: "a/b", tag: "v1" } }],
  ["a name with a tag", { controller: { image: "a/b:v1" } }],
  ["a tag deep inside", { parts: [{ initImage: { tag: "v1" } }] }],
  ["the newest machine image", { nodeClass: { spec: { amiSelectorTerms: [{ alias: "al2023@latest" }] } } }],
])("settings of a chart that name %s are found", (_, values) => {
  const after = release({ values: [JSON.stringify(values)] });
  expect(findings("helm_release", { after }, { configured: after })).toEqual(["image-unpinned block"]);
});

test("settings in YAML and single ones are looked at, too", () => {
  const written = release({ values: ["controller:\n  image:\n    repository: a/b\n    tag: v1\n"] });
  expect(findings("helm_release", { after: written }, { configured: written })).toEqual(["image-unpinned block"]);
  const set = (...settings: object[]) => {
    const after = release({ set: settings });
    return findings("helm_release", { after }, { configured: after });
  };
  const tag = { name: "controller.image.tag", value: "v1" };
  expect(set(tag)).toEqual(["image-unpinned block"]);
  expect(set(tag, { name: "controller.image.digest", value: `sha256:${digest}` })).toEqual([]);
  expect(set({ name: "image", value: "a/b:v1" })).toEqual(["image-unpinned block"]);
  expect(set({ name: "replicas", value: "2" })).toEqual([]);
});

test("settings that are known only when applied are judged as they are declared", () => {
  const unpinned = release({ values: [JSON.stringify({ image: { tag: "v1" }, cluster: ["$", "{x.y}"].join("") })] });
  const { values: _, ...after } = unpinned;
  const head = readConfiguration(JSON.stringify({ resource: { helm_release: { a: unpinned } } }), "x");
  const change = { after, after_unknown: { values: true } };
  expect(findings("helm_release", change, { configured: unpinned, head })).toEqual(["image-unpinned block"]);
  expect(findings("helm_release", change, { configured: unpinned })).toEqual([]);
});

test.each([
  ["a digest", { image: { repository: "a/b", tag: "v1", digest: `sha256:${digest}` } }],
  ["a tag with a digest", { image: { tag: `v1@sha256:${digest}` } }],
  ["a name with a digest", { image: `a/b:v1@sha256:${digest}` }],
  ["nothing of images", { replicas: 2 }],
])("settings of a chart that name %s are not", (_, values) => {
  const after = release({ values: [JSON.stringify(values)] });
  expect(findings("helm_release", { after }, { configured: after })).toEqual([]);
});
