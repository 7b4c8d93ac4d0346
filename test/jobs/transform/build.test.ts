import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { JobFailure, JobInterrupted } from "../../../jobs/failure.ts";
import { advanceCurrent } from "../../../jobs/transform/artifacts.ts";
import { type BuildRequest, buildCandidate } from "../../../jobs/transform/build.ts";
import { leaveManifest, leaveResults, newRequest, scriptDbt, type TrialRequest } from "./request.ts";

const a = "model.shop.a";
const b = "model.shop.b";
const both = leaveManifest(a, b);

test("a dbt that is not there is named with what installs it", async () => {
  const request = newRequest({ env: { PLINTH_DBT: "/nowhere/dbt" } });
  await expect(buildCandidate(request)).rejects.toThrow(
    "dbt is not there: /nowhere/dbt cannot be started. Install it with: node tools/python.js",
  );
});

test("a project that is not there is named", async () => {
  const request = newRequest({ root: "/nowhere" });
  await expect(buildCandidate(request)).rejects.toThrow("The dbt project /nowhere/project is not there");
});

test.each([1, 0])("a failed model fails the build by its name when dbt ends with %d", async (status) => {
  const request = scripted(both, leaveResults({ [a]: "error", [b]: "skipped" }), `exit ${status}`);
  await expect(buildCandidate(request)).rejects.toThrow(
    new JobFailure("dbt build failed:\n  model a: error\n  1 skipped because of these"),
  );
});

test("a node that dbt does not speak of keeps the candidate from going live", async () => {
  const request = scripted(both, leaveResults({ [a]: "success" }));
  await expect(buildCandidate(request)).rejects.toThrow("1 skipped because of others");
});

test("a build that ends well and leaves no results has proved nothing and fails", async () => {
  const error = await buildCandidate(scripted("exit 0")).catch((reason) => reason);
  expect(error).toBeInstanceOf(JobFailure);
  expect(error.message).toContain("dbt build ended with 0:\n  It reports no failed node.");
});

test.each([
  { ends: "exit 1", says: "project broken", kind: JobFailure },
  { ends: "exit 2", says: "project broken", kind: JobInterrupted },
  { ends: "exit 2", says: "Compilation Error in model a", kind: JobFailure },
  { ends: "kill -KILL $$", says: "out of memory", kind: JobInterrupted },
])("a dbt that ends by «$ends» saying «$says» without a failed node is told by its last lines", async (planted) => {
  const error = await buildCandidate(scripted(`echo "${planted.says}" >&2`, planted.ends)).catch((reason) => reason);
  expect(error).toBeInstanceOf(planted.kind);
  expect(error.message).toContain(planted.says);
});

test("a crash after a failed node is to be tried again, and both are told", async () => {
  const request = scripted(both, leaveResults({ [a]: "error" }), "echo network is gone", "exit 2");
  const error = await buildCandidate(request).catch((reason) => reason);
  expect(error).toBeInstanceOf(JobInterrupted);
  expect(error.message).toContain("model a: error");
  expect(error.message).toContain("network is gone");
});

test("artifacts are in the store when dbt failed, the pointer to what is live stays, and nothing is overwritten", async () => {
  const request = scripted(both, leaveResults({ [a]: "success", [b]: "success" }));
  await (await buildCandidate(request)).advance();
  const pointer = readArtifact(request, "current.json");

  const next = { ...request, runId: "run-2", candidate: { ...request.candidate, token: 6, clonedUnder: 6 } };
  scriptDbt(request, both, leaveResults({ [a]: "error", [b]: "skipped" }), "exit 1");
  await expect(buildCandidate(next)).rejects.toThrow("model a: error");
  await expect(buildCandidate(next)).rejects.toThrow("model a: error");

  expect(readArtifact(request, "current.json")).toBe(pointer);
  expect(JSON.parse(pointer)).toMatchObject({ runId: "run-1", token: 5, manifest: manifestOf("run-1", "0001") });
  for (const attempt of ["0001", "0002"]) {
    expect(readdirSync(join(store(request), "runs", "run-2", attempt)).toSorted()).toEqual([
      "attempt.json",
      "manifest.json",
      "run_results.json",
      "silver-files.json",
    ]);
  }
});

test("the pointer goes to the attempt that was published, and back to a version that is live again", async () => {
  const request = scripted(both, leaveResults({ [a]: "success", [b]: "success" }));
  await (await buildCandidate(request)).advance();
  const later = { ...request, candidate: { ...request.candidate, token: 7 }, resume: true };
  const built = await buildCandidate(later);
  await built.advance();
  expect(JSON.parse(readArtifact(request, "current.json")).manifest).toBe(manifestOf("run-1", "0002"));
  await advanceCurrent(request.stores.artifacts, "project", { runId: "run-1", token: 5 });
  expect(JSON.parse(readArtifact(request, "current.json")).manifest).toBe(manifestOf("run-1", "0001"));
  await advanceCurrent(request.stores.artifacts, "project", { runId: "of another time", token: 1 });
  expect(existsSync(join(store(request), "current.json"))).toBe(false);
});

test("stopping a build interrupts dbt as the keyboard does, waits for it and saves what it had finished", async () => {
  const stop = new AbortController();
  const request = scripted(
    both,
    "finish() {",
    leaveResults({ [a]: "success" }),
    "exit 2; }",
    "trap finish INT",
    "echo ready",
    "while :; do sleep 0.05; done",
  );
  const log = (line: string) => {
    if (line === "dbt: ready") stop.abort(new JobInterrupted("Stopped by SIGTERM."));
  };
  await expect(buildCandidate({ ...request, signal: stop.signal, log })).rejects.toThrow("Stopped by SIGTERM.");
  expect(statuses(request, "0001")).toEqual({ [a]: "success", [b]: "skipped" });
});

test("a stopped build goes on with what it did not come to, and both together are the build", async () => {
  const request = scripted(both, leaveResults({ [a]: "success" }), "exit 2");
  await expect(buildCandidate(request)).rejects.toThrow(JobInterrupted);

  scriptDbt(request, 'echo "$all"', both, leaveResults({ [b]: "warn" }));
  const resumed = { ...request, resume: true, candidate: { ...request.candidate, token: 9 } };
  const built = await buildCandidate(resumed);
  expect(request.logged.find((line) => line.startsWith("dbt: retry --state "))).toBeDefined();
  expect(built.results.map(({ unique_id, status }) => [unique_id, status])).toEqual([
    [a, "success"],
    [b, "warn"],
  ]);
  expect(built.warnings).toEqual(["model b: warn"]);
  expect(statuses(request, "0002")).toEqual({ [a]: "success", [b]: "warn" });
});

test("a retry that finds nothing to do does not make good what was left undone", async () => {
  const request = scripted(both, leaveResults({ [a]: "success" }), "exit 2");
  await expect(buildCandidate(request)).rejects.toThrow(JobInterrupted);
  scriptDbt(request, both, leaveResults({}), "exit 0");
  await expect(buildCandidate({ ...request, resume: true })).rejects.toThrow("1 skipped because of others");
});

const refused: { planted: string; change: (request: TrialRequest) => BuildRequest; why: string }[] = [
  {
    planted: "the candidate was cloned again",
    change: (request) => ({ ...request, candidate: { ...request.candidate, token: 6, clonedUnder: 6 } }),
    why: "built another clone (of token 5, this is of 6)",
  },
  {
    planted: "the project has changed",
    change: (request) => {
      writeFileSync(join(request.folder, "project", "a.sql"), "select 1");
      return request;
    },
    why: "the project has changed since",
  },
  {
    planted: "another range is asked for",
    change: (request) => ({ ...request, variables: { backfill_from: "2026-01-01", backfill_to: "2026-01-02" } }),
    why: "it is asked for with other variables",
  },
];

test.each(refused)("everything is built again when $planted", async ({ change, why }) => {
  const request = scripted(both, leaveResults({ [a]: "success" }), "exit 2");
  await expect(buildCandidate(request)).rejects.toThrow(JobInterrupted);
  scriptDbt(request, 'echo "$all"', both, leaveResults({ [a]: "success", [b]: "success" }));
  await buildCandidate({ ...change(request), resume: true });
  expect(request.logged.find((line) => line.startsWith("dbt: build "))).toBeDefined();
  expect(request.logged.join("\n")).toContain(why);
});

test.each([
  { left: "nothing at all", script: ["exit 2"], why: "was ended before it saved any result" },
  {
    left: "no node that was built",
    script: [both, leaveResults({}), "exit 2"],
    why: "did not come to build anything",
  },
])("everything is built again when the attempt before left $left", async ({ script, why }) => {
  const request = scripted(...script);
  await expect(buildCandidate(request)).rejects.toThrow(JobInterrupted);
  scriptDbt(request, both, leaveResults({ [a]: "success", [b]: "success" }));
  await buildCandidate({ ...request, resume: true });
  expect(request.logged.join("\n")).toContain(why);
});

test("a Slim build compares with the manifest of what is live, and builds everything when there is none", async () => {
  const request = scripted(
    'echo "$all"',
    'state=$(echo "$all" | sed -n "s/.*--state \\([^ ]*\\).*/\\1/p"); test -z "$state" || echo "against $(cat "$state/manifest.json")"',
    both,
    leaveResults({ [a]: "success", [b]: "success" }),
  );
  const first = await buildCandidate({ ...request, slim: true });
  expect(request.logged).toContain(
    "slim: there is no manifest of what is live to compare with, so everything is built",
  );
  await first.advance();
  await buildCandidate({ ...request, runId: "run-2", slim: true });
  const command = request.logged.findLast((line) => line.startsWith("dbt: build ")) ?? "";
  expect(command).toMatch(/^dbt: build --select state:modified\+ --state \S+\/state --project-dir /);
  expect(command).not.toContain("--defer");
  expect(request.logged.find((line) => line.startsWith("dbt: against "))).toContain(a);
});

test("a Slim build of nothing that changed is a good one", async () => {
  const request = scripted(both, leaveResults({ [a]: "success", [b]: "success" }));
  await (await buildCandidate(request)).advance();
  scriptDbt(request, both, leaveResults({}));
  expect((await buildCandidate({ ...request, runId: "run-2", slim: true })).results).toEqual([]);
});

test("dbt gets the files that count and the run's variables, and none of the user's own settings", async () => {
  Object.assign(process.env, { DBT_TARGET: "prod", AWS_PROFILE: "mine", SNOWFLAKE_HOME: "/mine" });
  const request = scripted(
    'env | grep -E "^(DBT_|AWS_|SNOWFLAKE_|PLINTH_|HOME)"',
    'echo "$all"; cat "$PLINTH_SILVER_FILES"',
    both,
    leaveResults({ [a]: "success", [b]: "success" }),
  );
  await buildCandidate({ ...request, variables: { backfill_from: "2026-01-01" }, statementSeconds: 60 });
  const said = request.logged.join("\n");
  expect(said).toContain("dbt: PLINTH_SILVER_FILES=");
  expect(said).toMatch(/dbt: HOME=\S*plinth-dbt-/);
  expect(said).toContain(
    '--vars {"run_id":"run-1","raw_database":"RAW_DATA","search_optimization":{},"statement_seconds":60,"backfill_from":"2026-01-01"}',
  );
  expect(said).not.toMatch(/DBT_TARGET|AWS_PROFILE|SNOWFLAKE_HOME/);
});

function scripted(...script: string[]): TrialRequest {
  const request = newRequest();
  scriptDbt(request, ...script);
  return request;
}

function store({ folder }: TrialRequest): string {
  return join(folder, "buckets", "artifacts", "dbt", "project");
}

function readArtifact(request: TrialRequest, name: string): string {
  return readFileSync(join(store(request), name), "utf8");
}

function manifestOf(runId: string, attempt: string): string {
  return `dbt/project/runs/${runId}/${attempt}/manifest.json`;
}

function statuses(request: TrialRequest, attempt: string): Record<string, string> {
  const { results } = JSON.parse(readArtifact(request, `runs/run-1/${attempt}/run_results.json`));
  return Object.fromEntries(
    results.map((node: { unique_id: string; status: string }) => [node.unique_id, node.status]),
  );
}
