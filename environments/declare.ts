import { ConfigurationError } from "../constructs/support/errors.ts";
import { rule } from "../constructs/support/rule.ts";
import { type Environment, type EnvironmentInput, environmentShape } from "./environment.ts";
import { merge, type Patch } from "./merge.ts";
import { describeIssues } from "./problems.ts";
import * as rules from "./rules.ts";

/** What every environment shares; each environment's file completes it. */
export type EnvironmentBase = Patch<EnvironmentInput>;
export type EnvironmentPatch = Patch<EnvironmentInput> & Pick<EnvironmentInput, "name">;

const environmentConfig = environmentShape
  .check(
    rule([["name"], ["protection"]], rules.protectionFloor),
    rule([["name"], ["snowflake"]], rules.ownAccount),
    rule(
      [
        ["aws", "region"],
        ["network", "zones"],
      ],
      rules.zonesOfRegion,
    ),
    rule(
      [
        ["network", "zones"],
        ["streaming", "brokers", "count"],
      ],
      rules.brokersPerZone,
    ),
    rule(
      [
        ["network", "cidr"],
        ["workers", "serviceCidr"],
      ],
      rules.serviceRange,
    ),
    rule([["snowflake", "edition"], ["warehouse"]], rules.edition),
    rule([["streaming", "topics"], ["identity", "roles"], ["jobs"]], rules.topicIdentities),
    rule([["identity", "roles"], ["jobs"]], rules.roleOrJob),
    rule([["jobs"], ["warehouse"], ["secrets"]], rules.jobReferences),
    rule([["name"], ["jobs"]], rules.pinnedImages),
    rule([["streaming", "topics"], ["jobs"], ["warehouse", "databases"]], rules.oneLoader),
    rule([["name"], ["platform"], ["identity", "roles"], ["jobs"], ["secrets"]], rules.names),
  )
  .readonly();

/**
 * An environment: `patch` over `base`, checked as a whole and frozen. Throws one {@link ConfigurationError} that names
 * every problem with the file that wrote the value.
 */
export function declare(base: EnvironmentBase, patch: EnvironmentPatch): Environment {
  const merged = merge(base, patch);
  const result = environmentConfig.safeParse(merged);
  if (result.success) return result.data;
  const sources = {
    base: { file: "environments/base.ts", value: base },
    patch: { file: `environments/${patch.name}.ts`, value: patch },
    merged,
  };
  throw new ConfigurationError(describeIssues(result.error.issues, sources));
}
