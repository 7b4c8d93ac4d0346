import { datasetFolder, ingestPartition, rawDataset } from "../../jobs/lake-layout.ts";

/** The day on which events arrived, as Amazon Data Firehose writes it. */
const day = `${ingestPartition}!{timestamp:yyyy-MM-dd}/`;

/** Folder of the bronze zone with a topic's events. */
export function archiveFolder(topic: string): string {
  return datasetFolder(rawDataset(topic));
}

/** Folder of the bronze zone with what Firehose could not deliver as events: it writes both to one bucket and no other. */
export function failureFolder(topic: string): string {
  return datasetFolder(`quarantine/${topic}`);
}

/** Prefixes with expressions; the second must say which kind of failure it was (Amazon Data Firehose developer guide, "Understand custom prefixes for Amazon S3 objects"). */
export function archivePrefixes(topic: string): { readonly events: string; readonly failures: string } {
  return {
    events: `${archiveFolder(topic)}${day}`,
    failures: `${failureFolder(topic)}!{firehose:error-output-type}/${day}`,
  };
}

/** One JSON object a line, compressed. */
export const archiveFileExtension = ".jsonl.gz";
