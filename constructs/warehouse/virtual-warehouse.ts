import { Warehouse as SnowflakeWarehouse } from "@cdktf/provider-snowflake/lib/warehouse/index.js";
import { Construct } from "constructs";
import { AccessRole } from "./access-role.ts";
import type { VirtualWarehouseConfig } from "./config.ts";
import { grantOnAccountObject } from "./grants.ts";
import { type AccountNameOwner, accountName } from "./names.ts";
import type { SnowflakeProviders } from "./providers.ts";

export interface VirtualWarehouseProps {
  readonly owner: AccountNameOwner;
  readonly name: string;
  readonly config: VirtualWarehouseConfig;
  readonly providers: SnowflakeProviders;
}

/** Compute that starts with a query and stops when idle, and the access role that may use it but never change it. */
export class VirtualWarehouse extends Construct {
  /** `<WH>_U`: runs queries, sees load, starts and stops the warehouse. */
  readonly usage: AccessRole;

  constructor(scope: Construct, id: string, { owner, name, config, providers }: VirtualWarehouseProps) {
    super(scope, id);
    const warehouse = new SnowflakeWarehouse(this, "warehouse", {
      provider: providers.objects,
      name: accountName(owner, name),
      warehouseSize: config.size,
      autoSuspend: config.autoSuspendSeconds,
      autoResume: "true",
      initiallySuspended: true,
      enableQueryAcceleration: "false",
      statementTimeoutInSeconds: config.statementTimeoutSeconds,
      statementQueuedTimeoutInSeconds: config.queuedTimeoutSeconds,
      ...scaling(config),
      // The account stack attaches monitors; taking one off would need ACCOUNTADMIN too.
      lifecycle: { ignoreChanges: ["resource_monitor"] },
    });
    this.usage = new AccessRole(this, "usage", {
      provider: providers.access,
      name: accountName(owner, `${name}_U`),
      comment: `Uses ${name}`,
    });
    grantOnAccountObject(this.usage, "use", this.usage, "WAREHOUSE", warehouse.name, ["MONITOR", "OPERATE", "USAGE"]);
  }
}

/** Left out for a single cluster: the Standard edition refuses the words themselves, and one cluster is the default. */
function scaling({ minClusters, maxClusters, scalingPolicy }: VirtualWarehouseConfig) {
  if (maxClusters === 1) return {};
  return { minClusterCount: minClusters, maxClusterCount: maxClusters, scalingPolicy };
}
