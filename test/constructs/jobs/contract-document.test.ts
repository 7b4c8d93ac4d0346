import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1/index.js";
import { expect, test } from "@jest/globals";
import { jobContract } from "../../../jobs/contract.ts";
import { only } from "../../support/synth.ts";
import { buildJobs, publish, type Variation } from "./sample.ts";

function contractOf(variation: Variation) {
  const map = only(buildJobs(variation), ConfigMapV1);
  return jobContract.parse(JSON.parse(Reflect.get(map.data ?? {}, "contract.json")));
}

test("the deployed contract says what the definition says, as the job reads it", () => {
  const definitions = { nightly: { ...publish, zones: { bronze: "read" }, secrets: ["publisher-key"] } };
  expect(contractOf({ definitions })).toEqual({
    version: 1,
    environment: "dev",
    job: { name: "nightly", kind: "publish" },
    lake: { bronze: { bucket: "acme-bronze" } },
    warehouse: {
      engine: "snowflake",
      database: "MODEL",
      control: "RAW",
      schemas: ["MARTS", "STAGING"],
      warehouse: "BUILD_WH",
      role: "PUBLISHER",
      user: "PUBLISH_JOB",
    },
    transform: {
      project: "examples/transform",
      target: "snowflake",
      marts: ["MARTS.ORDERS"],
      searchOptimization: { "MARTS.ORDERS": ["ORDER_ID"] },
    },
    publish: { keepPrevious: 1, leaseSeconds: 300, maxRowLossPercent: 10 },
    secrets: { "publisher-key": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:publisher-key-AbCdEf" },
  });
});

test("in a shared account the contract names objects as they are called there", () => {
  expect(contractOf({ sharedAccount: true }).warehouse).toMatchObject({
    database: "DEV_MODEL",
    control: "DEV_RAW",
    warehouse: "DEV_BUILD_WH",
    role: "DEV_PUBLISHER",
    schemas: ["MARTS", "STAGING"],
  });
});

test("a platform on DuckDB says so to its jobs", () => {
  const { warehouse, transform } = contractOf({ engine: "duckdb" });
  expect([warehouse.engine, transform.target]).toEqual(["duckdb", "duckdb"]);
});
