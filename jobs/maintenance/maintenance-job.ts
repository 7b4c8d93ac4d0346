import type { ContractOf } from "../contract.ts";
import { openStores } from "../lake/stores.ts";
import { retireVersions } from "../publish/publish-job.ts";
import { requestOf } from "../request.ts";
import type { JobReport, JobSurroundings } from "../surroundings.ts";
import { expireStaging } from "./staging.ts";

/**
 * Drops what has had its time: unfinished files of the zones it may write, versions behind live, and candidates that
 * nobody holds. With `--dry-run` it says what, and drops nothing.
 */
export async function runMaintenance(contract: ContractOf<"maintenance">, job: JobSurroundings): Promise<JobReport> {
  const { options } = requestOf("maintenance", job.arguments);
  const dryRun = options.dryRun === true;
  const stores = await openStores(contract, job.env);
  const { signal, log } = job;
  const terms = { hours: contract.maintenance.stagingHours, now: new Date(), dryRun, signal, log };
  let [runs, objects] = [0, 0];
  for (const [zone, { access }] of Object.entries(contract.lake)) {
    if (access !== "write") continue;
    const expired = await expireStaging(stores.zone(zone), terms);
    runs += expired.runs;
    objects += expired.objects;
  }
  const versions = await retireVersions(contract, job, { dryRun });
  const verb = dryRun ? "would be removed" : "removed";
  return {
    summary: [
      `${objects} unfinished files of ${runs} runs ${verb}`,
      `${versions.length} versions ${verb}${versions.map(({ token, runId }) => `; version ${token} of run ${runId}`).join("")}`,
    ],
    counts: { staged: objects, versions: versions.length },
    details: { dryRun, staging: { runs, objects }, versions },
  };
}
