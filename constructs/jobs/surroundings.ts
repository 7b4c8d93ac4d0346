import type { BucketReference } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import type { TopicUse } from "../support/topic-access.ts";
import type { ZoneName } from "../support/zones.ts";
import type { WarehouseConfig } from "../warehouse/config.ts";
import type { WarehouseNames } from "../warehouse/names.ts";

/** What the jobs of an environment share: where they run, and everything that a job may be given a part of. */
export interface JobSurroundings {
  readonly context: PlatformContext;
  readonly clusterName: string;
  readonly buckets: Readonly<Record<ZoneName, BucketReference>>;
  /** By the names of the configuration. */
  readonly secretArns: Readonly<Record<string, string>>;
  readonly keyArns: { readonly lake: string; readonly secrets: string };
  readonly kafka: { readonly clusterArn: string };
  /** The declared topics, which say what jobs write and read them. */
  readonly topics: Readonly<Record<string, TopicUse>>;
  readonly warehouse: {
    /** What executes the jobs' SQL. On a simulated platform DuckDB stands for Snowflake. */
    readonly engine: "duckdb" | "snowflake";
    readonly config: WarehouseConfig;
    readonly names: WarehouseNames;
  };
}
