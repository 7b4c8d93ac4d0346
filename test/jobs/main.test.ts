import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, expect, jest, test } from "@jest/globals";
import { publish } from "../../jobs/publish/publish.ts";
import { publishContract, writeContract } from "./contract.ts";
import { liveRun, newDatabases, newEngine, newRun, removeDatabases } from "./publish/warehouse.ts";

jest.setTimeout(60_000);

const program = join(__dirname, "..", "..", "jobs", "main.ts");
const lake = { silver: { bucket: "plinth-local-silver", access: "read" } } as const;

afterAll(removeDatabases);

test("help needs no contract, and names the kinds, the actions and the options", () => {
  const none = { PLINTH_CONTRACT: undefined };
  expect(runMain(["--help"], none)).toMatchObject({
    status: 0,
    stderr: "",
    stdout: expect.stringMatching(/Usage: node jobs\/main\.ts <kind>/),
  });
  expect(runMain(["publish", "--help"], none)).toMatchObject({
    status: 0,
    stderr: "",
    stdout: expect.stringMatching(/Other actions:\s+status/),
  });
});

test.each([
  { args: [], says: /^jobs\/main\.ts: the kind of job is missing; it must be one of publish, ingest, / },
  { args: ["publsh"], says: /^jobs\/main\.ts: the kind of job is publsh; it must be one of publish, ingest, / },
  { args: ["publish", "stauts"], says: /^publish: the action is stauts; it must be one of status, history, / },
  { args: ["publish", "--fast"], says: /^publish: unknown option '--fast'/ },
])("$args is refused in one line, without a stack trace", ({ args, says }) => {
  const { status, stdout, stderr } = runMain(args, {});
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test("a job without a contract says which variable is missing", () => {
  expect(runMain(["publish"], { PLINTH_CONTRACT: undefined })).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /^PLINTH_CONTRACT is not set\. It must be the path of the deployed contract\.json\.\n$/,
    ),
  });
});

test("a kind that the contract is not for is refused", () => {
  expect(runMain(["ingest"], {})).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /^The kind of job given is ingest; the contract of job nightly-publish is for publish\. Run: .* publish\n$/,
    ),
  });
});

test("every bucket that is not deployed is named with the command that deploys it", () => {
  const { status, stderr } = runMain(["publish"], { PLINTH_BUCKETS: "/none/buckets", PLINTH_DATABASES: "/none" });
  expect(status).toBe(1);
  expect(stderr).toBe(
    [
      "bucket plinth-local-silver (lake zone silver) is not deployed: /none/buckets/plinth-local-silver does not exist.",
      "bucket plinth-local-artifacts (artifacts) is not deployed: /none/buckets/plinth-local-artifacts does not exist.",
      "The definition of job nightly-publish names it. Deploy it with: npx cdktf deploy local\n",
    ].join("\n"),
  );
});

test("a job that waits for one that never ran fails, says so, and leaves a record; with --now it goes on", () => {
  const databases = newPlatform();
  const PLINTH_CONTRACT = writeContract(publishContract({ lake, waitsFor: [{ job: "ingest", minutes: 0 }] }));
  const run = (...args: string[]) =>
    runMain(["publish", ...args], {
      ...placesOf(databases),
      PLINTH_CONTRACT,
      PLINTH_DBT: "/none",
      PLINTH_RUN_ID: "one",
    });
  const says = /^job nightly-publish waits for job ingest, which must have ended well once; in 0 minutes it did not/;
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringMatching(says) });
  const record = join(databases, "buckets/plinth-local-artifacts/runs/nightly-publish/one.json");
  expect(JSON.parse(readFileSync(record, "utf8"))).toMatchObject({
    outcome: "failed",
    reason: expect.stringMatching(says),
  });
  expect(run("--now").stderr).not.toMatch(says);
});

test("with --json the answer is all that standard output holds", () => {
  const { status, stdout } = runMain(["publish", "status", "--json"], placesOf(newPlatform()));
  expect(JSON.parse(stdout)).toEqual({
    live: null,
    liveSince: null,
    previous: [],
    lease: null,
    lastRuns: [],
    runs: [],
  });
  expect(status).toBe(0);
});

test("SIGTERM reaches dbt as the interrupt it understands, leaves live untouched, releases the lease and asks for a retry", async () => {
  const databases = newPlatform();
  await publish(newRun(databases, "first"));
  const dbt = join(databases, "dbt");
  writeFileSync(dbt, `#!/bin/sh\ntrap 'touch ${dbt}.stopped; exit 2' INT\necho ready\nwhile :; do sleep 0.05; done\n`);
  chmodSync(dbt, 0o755);
  const job = spawn(process.execPath, [program, "publish"], {
    env: environment({ ...placesOf(databases), TMPDIR: databases, PLINTH_DBT: dbt }),
  });
  const errors = text(job.stderr);
  createInterface({ input: job.stdout }).on("line", (line) => {
    if (line === "dbt: ready") job.kill("SIGTERM");
  });
  const status = await new Promise((resolve) => job.on("close", resolve));
  expect(await errors).toBe("Stopped by SIGTERM. Run the job again.\n");
  expect(status).toBe(2);
  expect(existsSync(`${dbt}.stopped`)).toBe(true);
  expect(await liveRun(databases)).toBe("first");
  expect(await newEngine(databases).leases.current()).toMatchObject({ token: 2, released: true });
});

/** Databases, and the buckets of the contract beside them. */
function newPlatform(): string {
  const databases = newDatabases();
  for (const bucket of ["plinth-local-silver", "plinth-local-artifacts"])
    mkdirSync(join(databases, "buckets", bucket), { recursive: true });
  return databases;
}

function placesOf(databases: string): NodeJS.ProcessEnv {
  return { PLINTH_DATABASES: databases, PLINTH_BUCKETS: join(databases, "buckets") };
}

function runMain(args: readonly string[], changes: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    env: environment(changes),
  });
  return { status, stdout, stderr };
}

function environment(changes: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PLINTH_BUCKETS, PLINTH_DATABASES, PLINTH_GRANTS, PLINTH_DBT, ...env } = process.env;
  return { ...env, PLINTH_CONTRACT: writeContract(publishContract({ lake })), ...changes };
}
