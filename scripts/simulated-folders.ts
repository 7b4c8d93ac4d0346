import { join } from "node:path";
import type { Environment } from "../environments/environment.ts";
import { homeFolders } from "../environments/home.ts";

/** One folder per bucket, its objects as plain files. */
export function bucketsFolder(home: string, { aws }: Environment): string {
  return join(homeFolders(home).cloud, "aws", aws.accountId, aws.region, "buckets");
}

/** One folder per database, the bytes of the engine that stands for it. */
export function databasesFolder(home: string, { snowflake }: Environment): string {
  return join(homeFolders(home).cloud, "snowflake", `${snowflake.organization}-${snowflake.account}`, "databases");
}
