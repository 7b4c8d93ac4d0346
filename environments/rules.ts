import type { Breach } from "../constructs/support/rule.ts";
import { clusterBreaches, retentionBreaches } from "../constructs/warehouse/edition.ts";
import type { Environment } from "./environment.ts";
import { ownRoles, roleOrJob, topicIdentities } from "./rules/access.ts";
import { jobReferences, jobRights, pinnedImages } from "./rules/jobs.ts";
import { loadTargets, oneLoader } from "./rules/loads.ts";
import { names, snowflakeNames } from "./rules/names.ts";
import { addresses, brokersPerZone, serviceRange, zonesOfRegion } from "./rules/network.ts";
import { ownAccount, protectionFloor, restorable } from "./rules/protection.ts";
import { publishing } from "./rules/publishing.ts";
import { secretTexts } from "./rules/secrets.ts";

/** What no domain can judge alone. Each rule reads the whole environment and says what breaks it. */
export const environmentRules: readonly ((environment: Environment) => Iterable<Breach>)[] = [
  protectionFloor,
  ownAccount,
  restorable,
  zonesOfRegion,
  brokersPerZone,
  serviceRange,
  addresses,
  retentionBreaches,
  clusterBreaches,
  topicIdentities,
  roleOrJob,
  ownRoles,
  jobReferences,
  jobRights,
  publishing,
  pinnedImages,
  loadTargets,
  oneLoader,
  names,
  snowflakeNames,
  secretTexts,
];
