import type { Breach } from "../constructs/support/rule.ts";
import { clusterBreaches, governanceEditionBreaches, retentionBreaches } from "../constructs/warehouse/edition.ts";
import type { Environment } from "./environment.ts";
import { ownRoles, roleOrJob, topicIdentities } from "./rules/access.ts";
import { batchDestination, batchRights, batchSecrets } from "./rules/batch.ts";
import { fileWriters, tablesOfFiles, topicFolders } from "./rules/files.ts";
import { ingestedTopics } from "./rules/ingest.ts";
import { jobNodeAddresses, jobsFitNodes } from "./rules/job-nodes.ts";
import { jobReferences, jobRights, pinnedImages } from "./rules/jobs.ts";
import { connectorUser, linkedTopicsExist, linkNames } from "./rules/links.ts";
import { loadTargets, oneLoader } from "./rules/loads.ts";
import { names, snowflakeNames } from "./rules/names.ts";
import { addresses, brokersPerZone, serviceRange, zonesOfRegion } from "./rules/network.ts";
import { ownAccount, protectionFloor, restorable } from "./rules/protection.ts";
import { publishing } from "./rules/publishing.ts";
import { secretTexts } from "./rules/secrets.ts";
import { expressZones, schemaDefinitions } from "./rules/streaming.ts";
import { publishUsers, userAddresses, userSecrets } from "./rules/users.ts";

/** What no domain can judge alone. Each rule reads the whole environment and says what breaks it. */
export const environmentRules: readonly ((environment: Environment) => Iterable<Breach>)[] = [
  protectionFloor,
  ownAccount,
  restorable,
  zonesOfRegion,
  brokersPerZone,
  expressZones,
  serviceRange,
  addresses,
  jobNodeAddresses,
  jobsFitNodes,
  retentionBreaches,
  clusterBreaches,
  governanceEditionBreaches,
  topicIdentities,
  schemaDefinitions,
  roleOrJob,
  ownRoles,
  jobReferences,
  jobRights,
  ingestedTopics,
  publishing,
  userSecrets,
  userAddresses,
  publishUsers,
  pinnedImages,
  linkedTopicsExist,
  connectorUser,
  batchSecrets,
  batchDestination,
  batchRights,
  fileWriters,
  topicFolders,
  tablesOfFiles,
  loadTargets,
  oneLoader,
  names,
  linkNames,
  snowflakeNames,
  secretTexts,
];
