import type { Lake } from "../constructs/lake/lake.ts";
import { FileLoads } from "../constructs/links/file-loads.ts";
import { accountName } from "../constructs/warehouse/names.ts";
import type { SnowflakeProviders } from "../constructs/warehouse/providers.ts";
import type { Warehouse } from "../constructs/warehouse/warehouse.ts";
import type { PlatformStack } from "./platform-stack.ts";

interface FilePlaces {
  readonly lake: Lake;
  readonly keyArn: string;
  readonly roleNames: Readonly<Record<string, string>>;
  readonly warehouse: Warehouse;
  readonly providers: SnowflakeProviders;
}

/** The files of the lake that the environment declares to be loaded into Snowflake. */
export function loadFiles(stack: PlatformStack, places: FilePlaces): void {
  const { links, name, snowflake } = stack.settings.environment;
  if (Object.keys(links.files).length === 0) return;
  new FileLoads(stack, "files", {
    ...places,
    context: stack.context,
    config: links.files,
    integrationName: accountName({ name, sharedAccount: snowflake.shared }, "LAKE_FILES"),
  });
}
