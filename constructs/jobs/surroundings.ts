import type { JobContractDocument } from "../../jobs/contract.ts";
import type { BucketReference } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import type { TopicUse } from "../support/topic-access.ts";
import type { ZoneName } from "../support/zones.ts";
import type { WarehouseConfig } from "../warehouse/config.ts";
import type { WarehouseNames } from "../warehouse/names.ts";
import type { JobConfig } from "./config.ts";

type PublishDocument = Extract<JobContractDocument, { kind: "publish" }>;
type Source = Extract<JobContractDocument, { kind: "ingest" }>["ingest"]["sources"][number];

/** What the jobs of an environment share: where they run, and everything that a job may be given a part of. */
export interface JobSurroundings {
  readonly context: PlatformContext;
  readonly clusterName: string;
  /** The image of our program, where a definition names no other. */
  readonly image: string | undefined;
  /** All jobs by name: some work with the terms of others. */
  readonly definitions: Readonly<Record<string, JobConfig>>;
  readonly buckets: Readonly<Record<ZoneName, BucketReference>>;
  /** Where runs are recorded, and dbt's artifacts lie. */
  readonly artifacts: BucketReference;
  /** By the names of the configuration. */
  readonly secretArns: Readonly<Record<string, string>>;
  readonly keyArns: { readonly lake: string; readonly secrets: string; readonly artifacts: string };
  readonly kafka: {
    readonly clusterArn: string;
    /** Ranges of the subnets that brokers stand in. */
    readonly brokerCidrs: readonly string[];
  };
  /** The declared topics, which say what jobs write and read them. */
  readonly topics: Readonly<Record<string, TopicUse>>;
  /** JSON Schema of a topic's events. */
  readonly eventSchema: (topic: string) => Source["schema"];
  readonly warehouse: {
    /** What executes the jobs' SQL. On a simulated platform DuckDB stands for Snowflake. */
    readonly engine: "duckdb" | "snowflake";
    /** `<organization>-<account>`. */
    readonly account: string;
    readonly config: WarehouseConfig;
    readonly names: WarehouseNames;
    /** Database published by swap → who reads it and how much of it. */
    readonly access: Readonly<Record<string, PublishDocument["publish"]["access"]>>;
  };
}
