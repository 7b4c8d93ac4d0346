/** One run of the ingest job on a folder of buckets, as its container would: node ingest-run.ts BUCKETS RUN-ID. Prints what it counted, as JSON. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ContractOf } from "../../jobs/contract.ts";
import { runIngest } from "../../jobs/ingest/ingest-job.ts";

const [, , buckets = "", runId = ""] = process.argv;
const schemas = join(import.meta.dirname, "../../environments/schemas");

/** The fields that name an event, as environments/base.ts has them. */
const keys = {
  user_events: ["event_id"],
  transaction_events: ["transaction_id", "status", "timestamp"],
  system_metrics: ["host", "metric_name", "timestamp"],
};

const contract: ContractOf<"ingest"> = {
  version: 1,
  environment: "local",
  kind: "ingest",
  job: "ingest",
  lake: {
    bronze: { bucket: "bronze", access: "read" },
    silver: { bucket: "silver", access: "write" },
    quarantine: { bucket: "quarantine", access: "write" },
  },
  artifacts: { bucket: "artifacts" },
  secrets: {},
  waitsFor: [],
  ingest: {
    sources: Object.entries(keys).map(([name, key]) => {
      const schema = JSON.parse(readFileSync(join(schemas, `${name}.json`), "utf8"));
      return { name, from: `raw/${name}`, to: name, schema, key, time: "timestamp", lateHours: 24 };
    }),
  },
};

const start = performance.now();
const env = { ...process.env, PLINTH_BUCKETS: buckets };
const { signal } = new AbortController();
const { counts } = await runIngest(contract, { root: "", env, runId, arguments: [], signal, log: () => {} });
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ ...counts, seconds, cpuSeconds: (user + system) / 1e6 }));
