import { ingestPartition } from "../../jobs/lake-layout.ts";
import type { FileLoadConfig } from "./file-load-config.ts";

interface LandingColumn {
  readonly name: string;
  readonly type: string;
  readonly comment?: string | undefined;
  readonly from: string;
}

/** What a loaded row is: what the file says, and where and when it came from. Column, type, and the expression that fills it. */
export function landingColumns({ format, columns }: Pick<FileLoadConfig, "format" | "columns">): LandingColumn[] {
  const fields = columns.map((_, index) => `$${index + 1}`).join(", ");
  const order = columns.length > 0 ? `In order: ${columns.join(", ")}` : undefined;
  const day = `REGEXP_SUBSTR(METADATA$FILENAME, '${ingestPartition}([0-9]{4}-[0-9]{2}-[0-9]{2})', 1, 1, 'e')`;
  return [
    { name: "RAW", type: "VARIANT", comment: order, from: format === "CSV" ? `ARRAY_CONSTRUCT(${fields})` : "$1" },
    { name: "SOURCE_FILE", type: "VARCHAR(16777216)", from: "METADATA$FILENAME" },
    { name: "SOURCE_ROW", type: "NUMBER(38,0)", from: "METADATA$FILE_ROW_NUMBER" },
    { name: "INGEST_DT", type: "DATE", from: `TO_DATE(${day})` },
    { name: "LOADED_AT", type: "TIMESTAMP_LTZ(9)", from: "METADATA$START_SCAN_TIME" },
  ];
}

/** Files of the days' folders whose names start neither with _ nor with a dot: manifests and unfinished files are not data. */
const dataFiles = `.*${ingestPartition}[^/]+/[^_.][^/]*`;

interface CopyPlaces {
  /** Each as DATABASE.SCHEMA.NAME. */
  readonly table: string;
  readonly stage: string;
  readonly fileFormat: string;
}

/**
 * The statement that a pipe runs for each file. Sources: Snowflake documentation, "Transforming data during a load" (the
 * functions that it may use) and "Querying metadata for staged files". A file with an error is left out as a whole.
 */
export function copyStatement(load: Pick<FileLoadConfig, "format" | "columns">, places: CopyPlaces): string {
  const columns = landingColumns(load);
  const names = columns.map(({ name }) => name).join(", ");
  const values = columns.map(({ from }) => from).join(", ");
  return [
    `COPY INTO ${places.table} (${names})`,
    `FROM (SELECT ${values} FROM @${places.stage})`,
    `FILE_FORMAT = (FORMAT_NAME = '${places.fileFormat}')`,
    `PATTERN = '${dataFiles}'`,
    "ON_ERROR = SKIP_FILE",
  ].join(" ");
}
