import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobContractDocument } from "../../jobs/contract.ts";

type PublishDocument = Extract<JobContractDocument, { kind: "publish" }>;

/** The contract of a local publish job, with changes to its top-level parts. */
export function publishContract(changes: Partial<PublishDocument> = {}): PublishDocument {
  return {
    version: 1,
    environment: "local",
    kind: "publish",
    job: "nightly-publish",
    lake: { bronze: { bucket: "plinth-local-bronze", access: "read" } },
    artifacts: { bucket: "plinth-local-artifacts" },
    waitsFor: [],
    warehouse: {
      engine: "duckdb",
      account: "EXAMPLE_ORG-LOCAL",
      database: "ANALYTICS",
      control: "CONTROL",
      schemas: ["STAGING", "MARTS", "SNAPSHOTS"],
      warehouse: "DBT_TRANSFORM_WH",
      role: "PUBLISHER",
      user: "PUBLISH_JOB",
      key: "publisher-key",
    },
    transform: {
      project: "examples/transform",
      target: "local",
      marts: ["MARTS.FCT_CUSTOMER_EVENTS"],
      raw: "RAW_DATA",
    },
    publish: {
      keepPrevious: 1,
      previousHours: 72,
      leaseSeconds: 300,
      maxRowLossPercent: 10,
      freshness: {},
      access: { grants: [], readers: [], protects: {} },
    },
    secrets: { "publisher-key": "arn:aws:secretsmanager:us-west-2:000000000000:secret:publisher-key" },
    ...changes,
  };
}

/** Writes a contract.json into a new folder and returns its path. */
export function writeContract(document: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), "plinth-contract-")), "contract.json");
  writeFileSync(file, typeof document === "string" ? document : JSON.stringify(document));
  return file;
}
