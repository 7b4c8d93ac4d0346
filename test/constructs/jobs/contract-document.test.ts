import { expect, test } from "@jest/globals";
import { contractDocument } from "../../../constructs/jobs/contract-document.ts";
import { type ContractOf, type JobKind, jobContract } from "../../../jobs/contract.ts";
import { access, companions, configOf, every, ingest, publish, surroundingsOf, type Variation } from "./sample.ts";

/** The contract of the named job, which must be of a kind, as the job reads it. */
function contractOf<K extends JobKind>(name: string, kind: K, variation: Variation = { definitions: every }) {
  const job = configOf(variation).definitions[name];
  if (job === undefined || job.kind === "container") throw new Error(`${name} is no program of ours`);
  const contract = jobContract.parse(contractDocument(name, job, surroundingsOf(variation)));
  if (contract.kind !== kind) throw new Error(`${name} is of kind ${contract.kind}`);
  return contract as ContractOf<K>;
}

test("a job of a publication that is no publish job is refused", () => {
  const definitions = { ingest, transform: { ...companions.transform, publication: "ingest" } };
  const job = { ...configOf({ definitions: every }).definitions.transform, publication: "ingest" } as never;
  expect(() => contractDocument("transform", job, surroundingsOf({ definitions: every }))).toThrow(
    "ingest is no publish job of this environment.",
  );
  expect(() => configOf({ definitions })).toThrow("it must be a job of kind publish");
});

test("the deployed contract says what the definition says, as the job reads it", () => {
  const definitions = { ingest, nightly: { ...publish, waitsFor: { ingest: { minutes: 30 } } } };
  expect(contractOf("nightly", "publish", { definitions })).toEqual({
    version: 1,
    environment: "dev",
    job: "nightly",
    kind: "publish",
    lake: { silver: { bucket: "acme-silver", access: "read" } },
    artifacts: { bucket: "acme-artifacts" },
    waitsFor: [{ job: "ingest", minutes: 30 }],
    warehouse: {
      engine: "snowflake",
      account: "ACME-DEV",
      database: "MODEL",
      control: "RAW",
      schemas: ["MARTS", "STAGING"],
      warehouse: "BUILD_WH",
      role: "PUBLISHER",
      user: "PUBLISH_JOB",
      key: "publisher-key",
    },
    transform: {
      project: "examples/transform",
      target: "snowflake",
      marts: ["MARTS.ORDERS"],
      searchOptimization: { "MARTS.ORDERS": ["ORDER_ID"] },
      raw: "RAW",
    },
    publish: {
      keepPrevious: 1,
      previousHours: 72,
      leaseSeconds: 300,
      maxRowLossPercent: 10,
      freshness: {},
      access,
    },
    secrets: { "publisher-key": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:publisher-key-AbCdEf" },
  });
});

test("an ingest job is told its topics with their schemas, and nothing of the warehouse", () => {
  const { lake, ingest: terms, secrets, ...rest } = contractOf("ingest", "ingest");
  expect(lake).toEqual({
    bronze: { bucket: "acme-bronze", access: "read" },
    silver: { bucket: "acme-silver", access: "write" },
    quarantine: { bucket: "acme-quarantine", access: "write" },
  });
  const source = { from: "raw/orders", to: "orders", schema: { title: "orders" }, key: ["order_id"] };
  expect(terms.sources).toEqual([{ name: "orders", ...source, time: "timestamp", lateHours: 24 }]);
  expect([secrets, Object.keys(rest)]).toEqual([
    {},
    ["version", "environment", "job", "artifacts", "waitsFor", "kind"],
  ]);
});

test("jobs that work with a publish job's terms are told the same as that job", () => {
  const { warehouse, transform, publish: terms, secrets } = contractOf("publish", "publish");
  for (const name of ["transform", "backfill", "maintenance"] as const) {
    expect(contractOf(name, name)).toMatchObject({ warehouse, transform, publish: terms, secrets });
  }
  expect(contractOf("backfill", "backfill").ingest).toEqual(contractOf("ingest", "ingest").ingest);
  expect(contractOf("maintenance", "maintenance").maintenance).toEqual({ stagingHours: 48 });
});

test("in a shared account the contract names objects as they are called there", () => {
  expect(contractOf("publish", "publish", { sharedAccount: true }).warehouse).toMatchObject({
    database: "DEV_MODEL",
    control: "DEV_RAW",
    warehouse: "DEV_BUILD_WH",
    role: "DEV_PUBLISHER",
    schemas: ["MARTS", "STAGING"],
  });
});

test("a platform on DuckDB says so to its jobs", () => {
  const { warehouse, transform } = contractOf("publish", "publish", { engine: "duckdb" });
  expect([warehouse.engine, transform.target]).toEqual(["duckdb", "duckdb"]);
});
