/** The transform step with the real dbt of .venv on a project of two models: about a minute. */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { JobFailure, JobInterrupted } from "../../jobs/failure.ts";
import { buildCandidate } from "../../jobs/transform/build.ts";
import { newRequest, type TrialRequest } from "../jobs/transform/request.ts";
import { run } from "../jobs/transform/silver.ts";

const root = join(__dirname, "..", "..");
const dbt = join(root, ".venv", "bin", "dbt");
const patience = 240_000;

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools", "python.js")], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}, 300_000);

describe("a project of two models, the second as large as a file says", () => {
  test(
    "a Slim build is of what changed and what depends on it, in a clone of what is live",
    async () => {
      const request = newProject();
      writeFileSync(join(request.folder, "size"), "1");
      const live = await buildCandidate(request);
      expect(live.results.map(({ unique_id }) => unique_id.split(".")[2]).toSorted()).toEqual([
        "first",
        "not_null_first_id",
        "second",
      ]);
      await live.advance();

      const next = { ...request, runId: "run-2", candidate: clone(request, 6), slim: true };
      expect((await buildCandidate(next)).results).toEqual([]);
      writeFileSync(
        join(request.folder, "project", "models", "second.sql"),
        "select id + 1 as id from {{ ref('first') }}",
      );
      const later = { ...request, runId: "run-3", candidate: clone(request, 7), slim: true };
      expect((await buildCandidate(later)).results.map(({ unique_id }) => unique_id)).toEqual(["model.shop.second"]);
      expect(await run("select id from STAGING.SECOND", later.candidate.location)).toEqual([[2]]);
    },
    patience,
  );

  test(
    "a model that failed for what lies outside is built again by the same run, and it alone",
    async () => {
      const request = newProject();
      const error = await buildCandidate(request).catch((reason) => reason);
      expect(error).toBeInstanceOf(JobFailure);
      expect(error.message).toMatch(/dbt build failed:\n {2}model second: error, .*No function matches/);

      writeFileSync(join(request.folder, "size"), "1");
      // Whoever goes on with a candidate has it under its own token, and so by another name.
      const candidate = { ...request.candidate, token: 6, location: join(request.folder, "candidate-6.duckdb") };
      renameSync(request.candidate.location, candidate.location);
      const built = await buildCandidate({ ...request, resume: true, candidate });
      expect(started(request)).toEqual(["first", "second", "second"]);
      expect(built.results.map(({ status }) => status).toSorted()).toEqual(["pass", "success", "success"]);
    },
    patience,
  );

  test(
    "a build that is stopped in a model goes on with it in the same candidate, and not in another clone",
    async () => {
      const request = newProject();
      writeFileSync(join(request.folder, "size"), "100000000");
      const stop = new AbortController();
      // The model would take years: whatever goes wrong here, it must not stay behind.
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(90_000)]);
      const log = (line: string) => {
        if (/START sql table model \S+\.SECOND/.test(line)) stop.abort(new JobInterrupted("Stopped by SIGTERM."));
      };
      await expect(buildCandidate({ ...request, signal, log })).rejects.toThrow("Stopped by SIGTERM.");
      const another = clone(request, 7);

      writeFileSync(join(request.folder, "size"), "1");
      const resumed = { ...request, resume: true, candidate: { ...request.candidate, token: 8 } };
      expect((await buildCandidate(resumed)).results).toHaveLength(3);
      expect(started(request)).toEqual(["second"]);

      request.logged.length = 0;
      await buildCandidate({ ...request, resume: true, candidate: another });
      expect(request.logged.join("\n")).toContain(
        "resume: everything is built again, for the attempt before built another",
      );
      expect(started(request)).toEqual(["first", "second"]);
    },
    patience,
  );
});

/** A project of its own: `second` is as large as the file `size` says, and fails without it. */
function newProject(): TrialRequest {
  const request = newRequest({ env: { PLINTH_DBT: dbt } });
  const project = join(request.folder, "project");
  mkdirSync(join(project, "models"));
  const size = join(request.folder, "size");
  writeFileSync(
    join(project, "dbt_project.yml"),
    "name: shop\nprofile: plinth\nflags: { state_modified_compare_more_unrendered_values: true }\n" +
      "models: { +materialized: table }\n",
  );
  cpSync(join(root, "examples", "transform", "macros"), join(project, "macros"), { recursive: true });
  writeFileSync(join(project, "models", "first.sql"), "select 1 as id");
  writeFileSync(
    join(project, "models", "first.yml"),
    "models: [{ name: first, columns: [{ name: id, data_tests: [not_null] }] }]",
  );
  writeFileSync(
    join(project, "models", "second.sql"),
    `{% set size = run_query("select content from read_text('${size}')").columns[0].values()[0] if execute else 1 %}
     select count(*) as id from range({{ size }}) as a, range({{ size }}) as b, {{ ref("first") }}`,
  );
  return request;
}

/** A copy of the candidate, as the engine clones what is live. */
function clone({ folder, candidate }: TrialRequest, token: number): TrialRequest["candidate"] {
  const location = join(folder, `candidate-${token}.duckdb`);
  copyFileSync(candidate.location, location);
  return { token, clonedUnder: token, runId: candidate.runId, location };
}

function started({ logged }: TrialRequest): string[] {
  return logged
    .flatMap((line) => /START sql table model \S+\.(\w+)/.exec(line)?.slice(1) ?? [])
    .map((name) => name.toLowerCase());
}
