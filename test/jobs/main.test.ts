import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "@jest/globals";
import { currentLease } from "../../jobs/publish/lease.ts";
import { publish } from "../../jobs/publish/publish.ts";
import { publishContract, writeContract } from "./contract.ts";
import { leaseFolder, liveRun, newDatabases, newRun, removeDatabases } from "./publish/warehouse.ts";

const program = join(__dirname, "..", "..", "jobs", "main.ts");

afterAll(removeDatabases);

test("a job without a contract says which variable is missing", () => {
  expect(runMain(["publish"], { PLINTH_CONTRACT: undefined })).toEqual({
    status: 1,
    stderr: "PLINTH_CONTRACT is not set. It must be the path of the deployed contract.json.\n",
  });
});

test("a kind that the contract is not for is refused", () => {
  const { status, stderr } = runMain(["ingest"], {});
  expect(status).toBe(1);
  expect(stderr).toBe(
    "The kind of job given is ingest; the contract of job nightly-publish is for publish. Run: node jobs/main.ts publish\n",
  );
});

test.each(["ingest", "transform", "maintenance", "backfill"] as const)("the kind %s is refused clearly", (kind) => {
  const PLINTH_CONTRACT = writeContract(publishContract({ job: { name: "job", kind } }));
  expect(runMain([kind], { PLINTH_CONTRACT })).toEqual({
    status: 1,
    stderr: `Jobs of kind ${kind} are not built yet in this version. It runs: publish.\n`,
  });
});

test("the snowflake engine is refused clearly", () => {
  const contract = publishContract();
  const PLINTH_CONTRACT = writeContract({
    ...contract,
    warehouse: { ...contract.warehouse, engine: "snowflake" },
  });
  expect(runMain(["publish"], { PLINTH_CONTRACT })).toEqual({
    status: 1,
    stderr: "The publish engine snowflake is not built yet in this version. Use duckdb.\n",
  });
});

test("every bucket and database that is not deployed is named with the command that deploys it", () => {
  const { status, stderr } = runMain(["publish"], {
    PLINTH_BUCKETS: "/none/buckets",
    PLINTH_DATABASES: "/none/databases",
  });
  expect(status).toBe(1);
  expect(stderr).toMatchInlineSnapshot(`
    "bucket plinth-local-bronze (lake zone bronze) is not deployed: /none/buckets/plinth-local-bronze does not exist.
    database ANALYTICS is not deployed: /none/databases/ANALYTICS does not exist.
    database CONTROL is not deployed: /none/databases/CONTROL does not exist.
    The definition of job nightly-publish names it. Deploy it with: npx cdktf deploy local
    "
  `);
});

test("SIGTERM reaches dbt, leaves live untouched, releases the lease and asks for a retry", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  const bucket = join(databases, "buckets", "plinth-local-bronze");
  mkdirSync(bucket, { recursive: true });
  const dbt = join(databases, "dbt");
  writeFileSync(dbt, "#!/bin/sh\ntrap 'echo stopping; exit 2' TERM\necho ready\nwhile :; do sleep 0.05; done\n");
  chmodSync(dbt, 0o755);
  const locations = {
    PLINTH_DATABASES: databases,
    TMPDIR: databases,
    PLINTH_BUCKETS: join(databases, "buckets"),
    PLINTH_DBT: dbt,
  };
  const job = spawn(process.execPath, [program, "publish"], {
    env: environment(locations),
  });
  const errors = text(job.stderr);
  const lines: string[] = [];
  createInterface({ input: job.stdout }).on("line", (line) => {
    lines.push(line);
    if (line === "dbt: ready") job.kill("SIGTERM");
  });
  const [status] = await once(job, "close");
  expect(await errors).toBe("Stopped by SIGTERM. Run the job again.\n");
  expect(status).toBe(2);
  expect(lines).toContain("dbt: stopping");
  expect(await liveRun(databases)).toBe("first");
  expect(await currentLease(leaseFolder(databases))).toMatchObject({
    token: 2,
    released: true,
  });
});

function runMain(args: string[], changes: NodeJS.ProcessEnv): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    env: environment(changes),
  });
  return { status, stderr };
}

function environment(changes: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PLINTH_BUCKETS, PLINTH_DATABASES, PLINTH_DBT, ...env } = process.env;
  return {
    ...env,
    PLINTH_CONTRACT: writeContract(publishContract()),
    ...changes,
  };
}
