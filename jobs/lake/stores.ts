import { access } from "node:fs/promises";
import { join } from "node:path";
import type { JobContract } from "../contract.ts";
import { JobFailure } from "../failure.ts";
import { FolderStore } from "./folder-store.ts";
import type { ObjectStore } from "./object-store.ts";
import { S3Store } from "./s3-store.ts";

/** The buckets that a job's contract names. */
export interface Stores {
  /** A zone of the lake; a {@link JobFailure} where the contract does not give it. */
  zone(name: string): ObjectStore;
  readonly artifacts: ObjectStore;
}

type Buckets = Pick<JobContract, "environment" | "job" | "lake" | "artifacts">;

/**
 * Opens the contract's buckets: with PLINTH_BUCKETS the folders of a local platform, else S3 by the pod's identity. Local
 * buckets that are not deployed are named in one {@link JobFailure}.
 */
export async function openStores(contract: Buckets, env: NodeJS.ProcessEnv): Promise<Stores> {
  const local = env.PLINTH_BUCKETS;
  if (local) await refuseMissing(contract, local);
  const open = (bucket: string) => (local ? new FolderStore(join(local, bucket)) : new S3Store(bucket));
  return {
    zone: (name) => {
      const terms = contract.lake[name];
      if (terms) return open(terms.bucket);
      const given = Object.keys(contract.lake).join(", ") || "none";
      throw new JobFailure(
        `job ${contract.job}: it works on the lake's zone ${name}; its contract gives: ${given}. Add the zone to the job's zones and deploy ${contract.environment}.`,
      );
    },
    artifacts: open(contract.artifacts.bucket),
  };
}

async function refuseMissing({ environment, job, lake, artifacts }: Buckets, folder: string): Promise<void> {
  const buckets = [
    ...Object.entries(lake).map(([zone, { bucket }]) => ({ bucket, what: `bucket ${bucket} (lake zone ${zone})` })),
    { bucket: artifacts.bucket, what: `bucket ${artifacts.bucket} (artifacts)` },
  ];
  const there = await Promise.all(buckets.map(({ bucket }) => exists(join(folder, bucket))));
  const missing = buckets.filter((_, index) => !there[index]);
  if (missing.length === 0) return;
  const lines = missing.map(({ bucket, what }) => `${what} is not deployed: ${join(folder, bucket)} does not exist.`);
  throw new JobFailure(
    [...lines, `The definition of job ${job} names it. Deploy it with: npx cdktf deploy ${environment}`].join("\n"),
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
