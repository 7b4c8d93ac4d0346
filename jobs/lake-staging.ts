import { ingestPartition, type LakePlace } from "./lake-layout.ts";

/** How a file is called below `_staging/`: its day is in the name, so that its place can be told from it. */
export function stagedName(ingestDate: string, file: string): string {
  return `${ingestPartition}${ingestDate}=${file}`;
}

/** The place that a staged file has, or is to have, among the data; undefined for a name that tells of none. */
export function placeOfStaged({ dataset, file }: Extract<LakePlace, { kind: "staged" }>) {
  const [, ingestDate, name] = /^ingest_dt=(\d{4}-\d\d-\d\d)=(.+)$/.exec(file) ?? [];
  if (ingestDate === undefined || name === undefined) return undefined;
  return { kind: "data", dataset, ingestDate, file: name } as const;
}
