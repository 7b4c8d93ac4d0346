import { Execute } from "@cdktf/provider-snowflake/lib/execute/index.js";
import { ResourceMonitor } from "@cdktf/provider-snowflake/lib/resource-monitor/index.js";
import { Construct } from "constructs";
import type { AccountProviders } from "./account-providers.ts";
import type { MonitorConfig } from "./config.ts";

export interface MonitorsProps {
  readonly config: Readonly<Record<string, MonitorConfig>>;
  /** Whether the warehouses stand, so that the monitors can be attached. */
  readonly attach: boolean;
  readonly physicalName: (warehouse: string) => string;
  readonly providers: AccountProviders;
}

/** A monthly quota of credits for each virtual warehouse that has one; nothing but ACCOUNTADMIN makes or attaches it. */
export class Monitors extends Construct {
  constructor(scope: Construct, id: string, props: MonitorsProps) {
    super(scope, id);
    for (const [warehouse, config] of Object.entries(props.config)) {
      const under = new Construct(this, warehouse);
      const monitor = createMonitor(under, `${props.physicalName(warehouse)}_MONITOR`, config, props.providers);
      if (props.attach) attach(under, props.physicalName(warehouse), monitor.name, props.providers);
    }
  }
}

function createMonitor(scope: Construct, name: string, config: MonitorConfig, { account }: AccountProviders) {
  return new ResourceMonitor(scope, "monitor", {
    provider: account,
    name,
    creditQuota: config.monthlyCredits,
    frequency: "MONTHLY",
    startTimestamp: "IMMEDIATELY",
    notifyTriggers: [...config.notifyPercents],
    suspendTrigger: config.suspendPercent,
    suspendImmediateTrigger: config.suspendImmediatePercent,
  });
}

/** The warehouse itself belongs to an everyday stack, which may not name a monitor: that too needs ACCOUNTADMIN. */
function attach(scope: Construct, warehouse: string, monitor: string, { account }: AccountProviders): void {
  new Execute(scope, "attached", {
    provider: account,
    execute: `ALTER WAREHOUSE "${warehouse}" SET RESOURCE_MONITOR = "${monitor}"`,
    revert: `ALTER WAREHOUSE "${warehouse}" UNSET RESOURCE_MONITOR`,
  });
}
