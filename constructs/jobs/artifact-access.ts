import { type BucketReference, keyOf } from "../support/bucket-access.ts";
import { allow, type Statement } from "../support/policy.ts";
import { publicationOf } from "./companions.ts";
import type { JobConfig } from "./config.ts";
import type { JobSurroundings } from "./surroundings.ts";

/** A publish job answers how every job of the environment did: `plinth status`. */
const allRuns = "runs/";

/** Where a job records its runs. */
function runsOf(job: string): string {
  return `${allRuns}${job}/`;
}

/** Folders of the artifact bucket, by what a job does with them. */
interface Folders {
  readonly written: readonly string[];
  readonly read: readonly string[];
  /** The object that says whose artifacts are live's: taken away where no run is known to have built what is. */
  readonly pointer?: string;
}

/**
 * A job of ours records its own runs, and reads those of the jobs it waits for. Whoever runs the transform engine keeps
 * its artifacts; which of them are live's, only those say that swap: `current.json` lies beside `runs/`.
 */
function foldersOf(name: string, job: JobConfig, surroundings: JobSurroundings): Folders {
  if (job.kind === "container") return { written: [], read: [] };
  const publication = publicationOf(job, surroundings.definitions);
  const waited = Object.keys(job.waitsFor).map(runsOf);
  if (publication === undefined || job.kind === "maintenance") return { written: [runsOf(name)], read: waited };
  const engine = `dbt/${publication.transform.project}/`;
  if (job.kind === "transform") return { written: [runsOf(name), `${engine}runs/`], read: [engine, ...waited] };
  const read = job.kind === "publish" ? [allRuns] : waited;
  return { written: [runsOf(name), engine], read, pointer: `${engine}current.json` };
}

export function artifactStatements(name: string, job: JobConfig, surroundings: JobSurroundings): Statement[] {
  const { artifacts, keyArns } = surroundings;
  const { written, read, pointer } = foldersOf(name, job, surroundings);
  if (written.length === 0) return [];
  const all = [...written, ...read].filter(
    (folder) => !read.some((outer) => folder !== outer && folder.startsWith(outer)),
  );
  const conditions = { StringLike: { "s3:prefix": all.map((folder) => `${folder}*`) } };
  return [
    allow(["s3:GetBucketLocation"], [artifacts.arn]),
    allow(["s3:ListBucket"], [artifacts.arn], { conditions }),
    allow(["s3:GetObject"], objects(artifacts, all)),
    ...(pointer === undefined ? [] : [allow(["s3:DeleteObject"], [`${artifacts.arn}/${pointer}`])]),
    // A run's files are never deleted by a job, and an upload of several parts that fails is thrown away.
    allow(["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"], objects(artifacts, written)),
    allow(["kms:Decrypt", "kms:GenerateDataKey"], [keyArns.artifacts], { conditions: keyOf(artifacts) }),
  ];
}

function objects(bucket: BucketReference, folders: readonly string[]): string[] {
  return folders.map((folder) => `${bucket.arn}/${folder}*`);
}
