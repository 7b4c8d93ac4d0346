import type { Domain } from "./turns.ts";

/** By type of resource, why it is so. */
type Reasons = Readonly<Record<string, string>>;

/** What is not as everywhere: a knob without an expectation changes its own domain in place, and something does change. */
export interface Expectation {
  /** A patch of the domain, where a value cannot be guessed or must change together with others. */
  readonly given?: object;
  /** Why the knob has no other value in this environment. */
  readonly fixed?: string;
  /** Why the plan is empty. */
  readonly silent?: string;
  /** Types that hold something and are made anew. */
  readonly replaces?: Reasons;
  /** Types that hold something and go. */
  readonly destroys?: Reasons;
  /** Types of other domains that follow; `handover` for what the stacks after this one are given. */
  readonly beyond?: Reasons;
}

/** By the knob's pattern; for one way of changing a list, by pattern and way. */
export type Expectations = Readonly<Record<string, Expectation>>;

/** Where a domain's resources lie in their stacks: the first part of their ids. */
export const parts: Readonly<Record<Domain, readonly string[]>> = {
  streaming: ["kafka", "kafka-alarms", "topics", "schemas"],
  lake: ["lake"],
  warehouse: ["warehouse"],
  links: ["links", "files"],
  workers: ["cluster", "nodes"],
  jobs: ["jobs"],
};

/** What holds something beside the resources that prod keeps from destruction. */
export const holding: Reasons = {
  aws_cloudwatch_log_group: "what was logged",
  aws_glue_registry: "every schema",
  aws_glue_schema: "every version of a schema",
  aws_kinesis_firehose_delivery_stream: "how far the topic was read",
  aws_mskconnect_connector: "tasks that run",
  snowflake_account_role: "what others granted to it and by it",
  snowflake_masking_policy: "the columns it masks",
  snowflake_pipe: "which files were loaded",
  snowflake_row_access_policy: "the tables it is set on",
  snowflake_service_user: "its keys, which are set beside Terraform",
  snowflake_tag: "the columns that carry it",
  snowflake_warehouse: "statements that run",
};
