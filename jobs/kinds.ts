import type { JobContract } from "./contract.ts";
import type { JobReport, JobSurroundings } from "./surroundings.ts";

/** Runs what the contract's kind stands for. Only the parts of that kind are loaded: a run of one starts quickly. */
export async function runJob(contract: JobContract, job: JobSurroundings): Promise<JobReport> {
  switch (contract.kind) {
    case "publish":
      return await (await import("./publish/publish-job.ts")).runPublish(contract, job);
    case "transform":
      return await (await import("./publish/transform-job.ts")).runTransform(contract, job);
    case "ingest":
      return await (await import("./ingest/ingest-job.ts")).runIngest(contract, job);
    case "backfill":
      return await (await import("./backfill/backfill-job.ts")).runBackfill(contract, job);
    case "maintenance":
      return await (await import("./maintenance/maintenance-job.ts")).runMaintenance(contract, job);
  }
}
