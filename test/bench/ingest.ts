/** The ingest part of the bench alone: node test/bench/ingest.ts [EVENTS]. Ten times as many are ingested too; up to 5 GB of disk. */
import { ingestion } from "./ingestion.ts";
import { Refusal } from "./refusal.ts";

try {
  if (!ingestion(Number(process.argv[2] ?? 1_000_000))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}
