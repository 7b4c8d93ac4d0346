import type { ContractOf } from "../contract.ts";
import { JobFailure } from "../failure.ts";
import { ingest } from "../ingest/ingest-job.ts";
import { openStores } from "../lake/stores.ts";
import { publishVersion } from "../publish/publish-job.ts";
import { requestOf } from "../request.ts";
import type { JobReport, JobSurroundings } from "../surroundings.ts";

/**
 * Takes the days from `--from` to `--to` anew from the bronze zone, whatever silver has of them, and publishes: the
 * transform project builds those days again by its variables backfill_from and backfill_to. Running it again does the same.
 */
export async function runBackfill(contract: ContractOf<"backfill">, job: JobSurroundings): Promise<JobReport> {
  const { from, to } = requestOf("backfill", job.arguments).options;
  if (from === undefined || to === undefined) throw new JobFailure("backfill: --from and --to are missing. Give both.");
  const stores = await openStores(contract, job.env);
  const ingested = await ingest(contract.ingest.sources, stores, job, { range: { from, to }, again: true });
  if (ingested.counts.files === 0) {
    throw new JobFailure(
      `backfill: the days are ${from} to ${to}; the bronze zone must have files of them, and has none. Nothing is published. Choose other days.`,
    );
  }
  const published = await publishVersion(contract, job, { variables: { backfill_from: from, backfill_to: to } });
  return {
    summary: [...ingested.summary, ...published.summary],
    counts: { ...ingested.counts, ...published.counts },
    details: { from, to, ingested: ingested.details, published: published.details },
  };
}
