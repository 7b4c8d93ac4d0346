import { FileFormat, type FileFormatConfig } from "@cdktf/provider-snowflake/lib/file-format/index.js";
import { Pipe } from "@cdktf/provider-snowflake/lib/pipe/index.js";
import { Stage } from "@cdktf/provider-snowflake/lib/stage/index.js";
import { Table } from "@cdktf/provider-snowflake/lib/table/index.js";
import type { ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { stateful } from "../support/lifecycle.ts";
import type { SnowflakeProviders } from "../warehouse/providers.ts";
import { copyStatement, landingColumns } from "./copy-statement.ts";
import type { FileLoadConfig } from "./file-load-config.ts";

export interface FileLoadProps {
  readonly context: PlatformContext;
  readonly config: FileLoadConfig;
  /** The database's name in the Snowflake account. */
  readonly database: string;
  readonly providers: Pick<SnowflakeProviders, "objects" | "loading">;
  readonly integrationName: string;
  /** The dataset's folder as s3://bucket/folder/. */
  readonly location: string;
  readonly topicArn: string;
  /** The schema, and the right to load there. A table that comes later is in that right by itself. */
  readonly rights: readonly ITerraformDependable[];
  /** The way into the bucket and to the topic, which a pipe tries when it is made. */
  readonly ways: readonly ITerraformDependable[];
}

/** One dataset of the lake into one table: the table, the stage over the folder, the format of its files, and the pipe. */
export class FileLoad extends Construct {
  constructor(scope: Construct, id: string, props: FileLoadProps) {
    super(scope, id);
    const table = createTable(this, props);
    const stage = createStage(this, props);
    const fileFormat = createFormat(this, props);
    createPipe(this, props, { table, stage, fileFormat });
  }
}

/** Where an object of the load lies: beside the table, called after it. */
function placed({ config, database }: FileLoadProps, suffix = "") {
  const [, schema = "", name = ""] = config.table.split(".");
  return { database, schema, name: name + suffix };
}

/** A pipe is refused without its table. Nobody else fills or alters this one, so that its columns are declared in full. */
function createTable(scope: Construct, props: FileLoadProps): Table {
  const { context, config, providers, rights } = props;
  return new Table(scope, "table", {
    provider: providers.objects,
    ...placed(props),
    comment: config.description,
    column: landingColumns(config).map(({ name, type, comment }) => ({ name, type, comment })),
    lifecycle: stateful(context),
    dependsOn: [...rights],
  });
}

/** Its format is the pipe's to name: of one named here, this version of the provider shows a difference in every plan. */
function createStage(scope: Construct, props: FileLoadProps): Stage {
  const { context, config, providers, integrationName, location, rights } = props;
  return new Stage(scope, "stage", {
    provider: providers.loading,
    ...placed(props, "_FILES"),
    comment: config.description,
    url: location,
    storageIntegration: integrationName,
    lifecycle: stateful(context),
    dependsOn: [...rights],
  });
}

type FormatOptions = Omit<FileFormatConfig, "name" | "database" | "schema" | "formatType">;

/** Written out where the provider's defaults are not Snowflake's (snowflakedb/terraform-provider-snowflake, issue 1760). */
const formatOptions: Readonly<Record<FileLoadConfig["format"], FormatOptions>> = {
  JSON: { compression: "AUTO", stripOuterArray: true, skipByteOrderMark: true },
  PARQUET: { compression: "AUTO", binaryAsText: false },
  CSV: {
    compression: "AUTO",
    skipHeader: 1,
    fieldOptionallyEnclosedBy: '"',
    trimSpace: true,
    emptyFieldAsNull: true,
    skipByteOrderMark: true,
    skipBlankLines: true,
  },
};

function createFormat(scope: Construct, props: FileLoadProps): FileFormat {
  const { config, providers, rights } = props;
  return new FileFormat(scope, "format", {
    provider: providers.loading,
    ...placed(props, "_FORMAT"),
    formatType: config.format,
    ...formatOptions[config.format],
    dependsOn: [...rights],
  });
}

interface PipeParts {
  readonly table: Table;
  readonly stage: Stage;
  readonly fileFormat: FileFormat;
}

function createPipe(scope: Construct, props: FileLoadProps, { table, stage, fileFormat }: PipeParts): Pipe {
  const { config, providers, topicArn, rights, ways } = props;
  const { database, schema } = placed(props);
  const within = (object: string) => `${database}.${schema}.${object}`;
  return new Pipe(scope, "pipe", {
    provider: providers.loading,
    ...placed(props, "_PIPE"),
    comment: config.description,
    autoIngest: true,
    awsSnsTopicArn: topicArn,
    copyStatement: copyStatement(config, {
      table: within(table.name),
      stage: within(stage.name),
      fileFormat: within(fileFormat.name),
    }),
    dependsOn: [...rights, ...ways],
    // A stage that is made anew leaves its pipes stopped for good (STOPPED_STAGE_DROPPED), though its name is the same; and
    // a pipe is compiled with its format.
    lifecycle: { replaceTriggeredBy: [stage, fileFormat].map(idOf) },
  });
}

/** An attribute that is another, or not known yet, only where the object is made anew: its other changes replace nothing. */
function idOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}.id`;
}
