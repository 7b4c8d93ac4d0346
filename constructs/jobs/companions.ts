import type { JobConfig, JobConfigOf } from "./config.ts";

type Definitions = Readonly<Record<string, JobConfig>>;

/** The publish job whose terms a job works with: itself, or the one it names. None for what publishes nothing. */
export function publicationOf(job: JobConfig, definitions: Definitions): JobConfigOf<"publish"> | undefined {
  if (job.kind === "publish") return job;
  if (!("publication" in job)) return undefined;
  const found = definitions[job.publication];
  if (found?.kind === "publish") return found;
  throw new Error(`${job.publication} is no publish job of this environment.`);
}

/** The ingest job whose sources a job ingests: itself, or the one it names. */
export function ingestionOf(job: JobConfig, definitions: Definitions): JobConfigOf<"ingest"> | undefined {
  if (job.kind === "ingest") return job;
  if (!("ingestion" in job)) return undefined;
  const found = definitions[job.ingestion];
  if (found?.kind === "ingest") return found;
  throw new Error(`${job.ingestion} is no ingest job of this environment.`);
}
