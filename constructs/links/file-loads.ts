import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { datasetFolder } from "../../jobs/lake-layout.ts";
import type { Lake } from "../lake/lake.ts";
import type { PlatformContext } from "../support/context.ts";
import { allow, policyDocument } from "../support/policy.ts";
import { zoneNames } from "../support/zones.ts";
import type { SnowflakeProviders } from "../warehouse/providers.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { FileEvents } from "./file-events.ts";
import { FileLoad } from "./file-load.ts";
import type { FileLoadConfig, FileLoadsConfig } from "./file-load-config.ts";
import { StorageTrust } from "./storage-trust.ts";

export interface FileLoadsProps {
  readonly context: PlatformContext;
  /** At least one load. */
  readonly config: FileLoadsConfig;
  readonly lake: Lake;
  /** The lake's key. */
  readonly keyArn: string;
  /** Physical names of the roles that write files, or references to them, by the names of the configuration. */
  readonly roleNames: Readonly<Record<string, string>>;
  readonly providers: Pick<SnowflakeProviders, "objects" | "loading">;
  readonly warehouse: Pick<Warehouse, "names" | "grantLoading">;
  /** The storage integration's name in the Snowflake account. */
  readonly integrationName: string;
}

/** Files that come to the lake, loaded into Snowflake as they come: S3 tells a topic, and each load's pipe listens to it. */
export class FileLoads extends Construct {
  constructor(scope: Construct, id: string, props: FileLoadsProps) {
    super(scope, id);
    const trust = trustSnowflake(this, props);
    const reads = allowReading(this, props, trust);
    const events = tellOfFiles(this, props, trust);
    grantWriters(props);
    for (const [name, config] of Object.entries(props.config)) {
      const { topicArn, policy } = got(events.get(config.zone));
      createLoad(this, name, props, config, { trust, topicArn, ways: [policy, ...reads] });
    }
  }
}

interface LoadParts {
  readonly trust: StorageTrust;
  readonly topicArn: string;
  readonly ways: readonly ITerraformDependable[];
}

function createLoad(
  scope: Construct,
  name: string,
  { context, lake, providers, warehouse }: FileLoadsProps,
  config: FileLoadConfig,
  { trust, topicArn, ways }: LoadParts,
): void {
  const [database = "", schema = ""] = config.table.split(".");
  new FileLoad(scope, name, {
    context,
    config,
    providers,
    topicArn,
    ways,
    database: got(warehouse.names.databases[database]),
    integrationName: trust.integration.name,
    location: locationOf(lake, config),
    rights: warehouse.grantLoading(database, schema),
  });
}

function trustSnowflake(scope: Construct, { context, config, lake, providers, integrationName }: FileLoadsProps) {
  return new StorageTrust(scope, "trust", {
    context,
    name: integrationName,
    provider: providers.loading,
    locations: Object.values(config).map((load) => locationOf(lake, load)),
  });
}

/** Snowflake asks for versions of objects too ("Configuring a Snowflake storage integration to access Amazon S3"). */
function allowReading(
  scope: Construct,
  { config, lake }: FileLoadsProps,
  { role }: StorageTrust,
): ITerraformDependable[] {
  const loads = Object.values(config);
  const current = loads.map(({ zone, dataset }) => lake.grantRead(role, zone, datasetFolder(dataset)));
  const versions = loads.map(({ zone, dataset }) => `${lake.buckets[zone].arn}/${datasetFolder(dataset)}*`);
  const policy = policyDocument(allow(["s3:GetObjectVersion"], versions));
  return [...new Set(current), new IamRolePolicy(scope, "versions", { role: role.name, name: "versions", policy })];
}

function tellOfFiles(scope: Construct, props: FileLoadsProps, { snowflakeUserArn }: StorageTrust) {
  const { context, config, lake, keyArn } = props;
  const loads = Object.values(config);
  const zones = zoneNames.filter((zone) => loads.some((load) => load.zone === zone));
  return new Map(
    zones.map((zone) => {
      const datasets = loads.filter((load) => load.zone === zone).map(({ dataset }) => dataset);
      const place = { context, zone, bucket: lake.buckets[zone], keyArn };
      return [zone, new FileEvents(scope, `${zone}-events`, { ...place, datasets, listenerArn: snowflakeUserArn })];
    }),
  );
}

function grantWriters({ config, lake, roleNames }: FileLoadsProps): void {
  for (const { zone, dataset, writers } of Object.values(config)) {
    for (const id of writers) lake.grantWrite({ id, name: got(roleNames[id]) }, zone, datasetFolder(dataset));
  }
}

function locationOf({ buckets }: Lake, { zone, dataset }: FileLoadConfig): string {
  return `s3://${buckets[zone].name}/${datasetFolder(dataset)}`;
}

function got<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("A file load names what the environment does not declare.");
  return found;
}
