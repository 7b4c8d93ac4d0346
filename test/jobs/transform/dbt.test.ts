import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { JobFailure, JobInterrupted } from "../../../jobs/failure.ts";
import { buildWithDbt, type DbtRun, findDbt } from "../../../jobs/transform/dbt.ts";

const passed = { results: [{ unique_id: "model.shop.a", status: "success" }] };
const failed = { results: [{ unique_id: "model.shop.a", status: "error", message: "no such column" }] };

test("a dbt that is not there is named with what installs it", async () => {
  const run = newRun("");
  await expect(buildWithDbt({ ...run, program: "/nowhere/dbt" })).rejects.toThrow(
    "dbt is not there: /nowhere/dbt cannot be started. Install it with: node tools/python.js",
  );
});

test("a failed model fails the build with its name and reason", async () => {
  const run = newRun(writeResults(failed), "exit 1");
  await expect(buildWithDbt(run)).rejects.toThrow(
    new JobFailure("dbt build failed:\n  model a: error, no such column"),
  );
});

test("results that are bad fail the build even when dbt ends with 0", async () => {
  await expect(buildWithDbt(newRun(writeResults(failed), "exit 0"))).rejects.toThrow("model a: error");
});

test("a build that ends with 0 and leaves no results has proved nothing and fails", async () => {
  await expect(buildWithDbt(newRun("exit 0"))).rejects.toThrow("dbt build ended with 0 and reports no failed node");
});

test.each([
  { status: 1, kind: JobFailure },
  { status: 2, kind: JobInterrupted },
])("a dbt that ends with $status without a failed node is told by its last lines", async ({ status, kind }) => {
  const error = await buildWithDbt(newRun("echo parsing", "echo project broken >&2", `exit ${status}`)).catch(
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(kind);
  expect(error.message).toContain("project broken");
});

test("stopping a build sends dbt SIGTERM and waits for it to end", async () => {
  const stop = new AbortController();
  const run = newRun("trap 'echo ended > ended; exit 2' TERM", "echo ready", "while :; do sleep 0.05; done");
  const log = (line: string) => {
    if (line === "dbt: ready") stop.abort(new JobInterrupted("Stopped by SIGTERM."));
  };
  await expect(buildWithDbt({ ...run, signal: stop.signal, log })).rejects.toThrow("Stopped by SIGTERM.");
  expect(existsSync(join(run.work, "ended"))).toBe(true);
});

test("dbt gets the zones and a profile in the work folder, and none of the user's own dbt settings", async () => {
  process.env.DBT_TARGET = "prod";
  const run = newRun('env > "$PWD/environment"', writeResults(passed));
  await expect(buildWithDbt(run)).resolves.toEqual(passed.results);
  const environment = readFileSync(join(run.work, "environment"), "utf8");
  expect(environment).toContain("PLINTH_ZONE_BRONZE=/lake/bronze\n");
  expect(environment).not.toContain("DBT_TARGET=");
  expect(JSON.parse(readFileSync(join(run.work, "profiles.yml"), "utf8"))).toMatchObject({
    plinth: { target: "local", outputs: { local: { type: "duckdb", path: "/candidate.duckdb" } } },
  });
});

test("PLINTH_DBT goes before the repository's own environment, and that before PATH", () => {
  expect(findDbt("/nowhere", { PLINTH_DBT: "/opt/dbt" })).toBe("/opt/dbt");
  expect(findDbt("/nowhere", {})).toBe("dbt");
});

/** A build by a shell script that stands for dbt, started in the work folder. */
function newRun(...script: string[]): DbtRun {
  const work = mkdtempSync(join(tmpdir(), "plinth-dbt-test-"));
  const program = join(work, "dbt");
  writeFileSync(program, ["#!/bin/sh", ...script].join("\n"));
  chmodSync(program, 0o755);
  return {
    program,
    project: work,
    target: "local",
    output: { type: "duckdb", path: "/candidate.duckdb" },
    variables: { PLINTH_ZONE_BRONZE: "/lake/bronze" },
    work,
    signal: new AbortController().signal,
    log: () => undefined,
  };
}

function writeResults(results: unknown): string {
  return `mkdir -p target; cat > target/run_results.json <<'END'\n${JSON.stringify(results)}\nEND\n`;
}
