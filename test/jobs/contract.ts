import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobContractDocument } from "../../jobs/contract.ts";

/** The contract of a local publish job, with changes to its top-level parts. */
export function publishContract(changes: Partial<JobContractDocument> = {}): JobContractDocument {
  return {
    version: 1,
    environment: "local",
    job: { name: "nightly-publish", kind: "publish" },
    lake: { bronze: { bucket: "plinth-local-bronze" } },
    warehouse: {
      engine: "duckdb",
      database: "ANALYTICS",
      control: "CONTROL",
      schemas: ["STAGING", "MARTS", "SNAPSHOTS"],
      warehouse: "DBT_TRANSFORM_WH",
      role: "PUBLISHER",
      user: "PUBLISH_JOB",
    },
    transform: { project: "examples/transform", target: "local", marts: ["MARTS.FCT_CUSTOMER_EVENTS"] },
    publish: { keepPrevious: 1, leaseSeconds: 300 },
    secrets: {},
    ...changes,
  };
}

/** Writes a contract.json into a new folder and returns its path. */
export function writeContract(document: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), "plinth-contract-")), "contract.json");
  writeFileSync(file, typeof document === "string" ? document : JSON.stringify(document));
  return file;
}
