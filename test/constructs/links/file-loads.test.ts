import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { FileFormat } from "@cdktf/provider-snowflake/lib/file-format/index.js";
import { Pipe } from "@cdktf/provider-snowflake/lib/pipe/index.js";
import { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";
import { Stage } from "@cdktf/provider-snowflake/lib/stage/index.js";
import { StorageIntegration } from "@cdktf/provider-snowflake/lib/storage-integration/index.js";
import { Table } from "@cdktf/provider-snowflake/lib/table/index.js";
import { expect, test } from "@jest/globals";
import { lakeConfig } from "../../../constructs/lake/config.ts";
import { Lake } from "../../../constructs/lake/lake.ts";
import { fileLoadsConfig } from "../../../constructs/links/file-load-config.ts";
import { FileLoads } from "../../../constructs/links/file-loads.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { statement, statements } from "../../support/statements.ts";
import { all, build, only } from "../../support/synth.ts";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/lake";
const orders = {
  description: "Orders of partners",
  dataset: "raw/orders",
  format: "JSON",
  table: "RAW.FILES.ORDERS",
  writers: ["partner"],
};
const rates = {
  description: "Rates",
  dataset: "raw/rates",
  format: "CSV",
  columns: ["DAY", "RATE"],
  table: "RAW.FILES.RATES",
};
const returns = {
  description: "Returns",
  zone: "silver",
  dataset: "returns",
  format: "PARQUET",
  table: "RAW.FILES.RETURNS",
};

function loaded(loads: object = { orders, rates, returns }, protection: Protection = "locked") {
  return build((stack) => {
    const context = contextOf(protection);
    const logs = { name: "logs", arn: "arn:aws:s3:::logs" };
    const config = lakeConfig.parse({
      zones: { bronze: {}, silver: {}, gold: {}, quarantine: { expireAfterDays: 9 } },
    });
    new FileLoads(stack, "files", {
      context,
      config: fileLoadsConfig.parse(loads),
      lake: new Lake(stack, "lake", { context, config, keyArn, logs }),
      keyArn,
      roleNames: { partner: "acme-test-partner" },
      providers: {
        objects: new SnowflakeProvider(stack, "objects", { alias: "objects", role: "CREATOR" }),
        loading: new SnowflakeProvider(stack, "loading", { alias: "loading", role: "LOADS" }),
      },
      warehouse: {
        names: { databases: { RAW: "TEST_RAW" }, warehouses: {}, roles: {}, users: {} },
        grantLoading: () => [],
      },
      integrationName: "TEST_LAKE_FILES",
    });
  });
}

const built = loaded();
const problems = (loads: object) =>
  fileLoadsConfig.safeParse(loads).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

test.each<[string, object, string]>([
  ["CSV without columns", { ...rates, columns: [] }, "load.columns: CSV files do not name"],
  ["JSON with columns", { ...orders, columns: ["A"] }, "load.columns: JSON files name their own fields"],
  ["a dataset outside the layout", { ...orders, dataset: "raw/_staging" }, "load.dataset: it must be folders"],
  ["a table without a database", { ...orders, table: "FILES.ORDERS" }, "load.table: it must be a table as"],
])("%s is refused", (_, load, problem) => {
  expect(problems({ load })).toEqual([expect.stringContaining(problem)]);
});

test("one load too many of a bucket is refused, and of another bucket is not", () => {
  const loads = (zone: string) =>
    Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [`load-${index}`, { ...orders, zone, dataset: `raw/d${index}` }]),
    );
  expect(problems(loads("bronze"))).toEqual([expect.stringContaining("load-100.zone: a zone has at most 100 loads")]);
  const half = { ...loads("bronze"), "load-100": { ...orders, zone: "silver", dataset: "raw/d100" } };
  expect(problems(half)).toBeUndefined();
});

test("both sides of the trust name each other, with an external id that is chosen", () => {
  const integration = only(built, StorageIntegration);
  expect(integration).toMatchObject({
    name: "TEST_LAKE_FILES",
    storage_aws_role_arn: "arn:aws:iam::111122223333:role/acme-test-snowflake-files",
    storage_aws_external_id: "acme-test-lake",
    provider: "snowflake.loading",
  });
  const role = only(built, IamRole);
  expect(role.name).toBe("acme-test-snowflake-files");
  const [trust, ...others] = statements(role.assume_role_policy);
  expect(others).toEqual([]);
  expect(trust?.Principal).toEqual({
    AWS: [expect.stringMatching(/^\$\{snowflake_storage_integration\.\w+\.storage_aws_iam_user_arn\}$/)],
  });
  expect(trust?.Condition).toEqual({ StringEquals: { "sts:ExternalId": "acme-test-lake" } });
});

test("Snowflake reaches the folders that are loaded and nothing beside them, and writes nowhere", () => {
  const policies = Object.entries(all(built, IamRolePolicy)).filter(([at]) => !at.includes("partner"));
  const allowed = policies.flatMap(([, { policy }]) => statements(policy));
  const objects = allowed.flatMap(({ Resource = [] }) => Resource.filter((resource) => resource.endsWith("*")));
  expect(objects.map((pattern) => pattern.replace(/^\$\{aws_s3_bucket\.lake_(\w+?)_bucket_\w+\.arn\}/, "$1"))).toEqual([
    "bronze/raw/orders/*",
    "bronze/raw/rates/*",
    "silver/returns/*",
    "bronze/raw/orders/*",
    "bronze/raw/rates/*",
    "silver/returns/*",
  ]);
  expect(allowed.flatMap(({ Action }) => Action).filter((action) => /Put|Delete|Abort|Generate/.test(action))).toEqual(
    [],
  );
  const locations = only(built, StorageIntegration).storage_allowed_locations;
  expect(locations).toHaveLength(3);
  for (const location of locations) expect(location).toMatch(/^s3:\/\/\$\{[^}]+\}\/[\w/]+\/$/);
});

test("a bucket has one topic, which S3 alone publishes to and Snowflake's user alone listens to", () => {
  expect(Object.values(all(built, SnsTopic)).map(({ name, kms_master_key_id }) => [name, kms_master_key_id])).toEqual([
    ["acme-test-bronze-files", keyArn],
    ["acme-test-silver-files", keyArn],
  ]);
  const { policy } = only(built, SnsTopicPolicy, "bronze-events/policy");
  expect(statement(policy, "NewFiles")).toMatchObject({
    Principal: { Service: ["s3.amazonaws.com"] },
    Action: ["sns:Publish"],
    Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
  });
  expect(statement(policy, "Snowflake")).toMatchObject({ Action: ["sns:Subscribe"] });
  expect(statements(policy).filter(({ Effect }) => Effect === "Allow")).toHaveLength(2);
});

test("S3 tells of the days' folders alone, and only once the topic lets it", () => {
  const { topic, depends_on } = only(built, S3BucketNotification, "bronze-events/notification");
  expect(topic?.map(({ filter_prefix }) => filter_prefix)).toEqual(["raw/orders/ingest_dt=", "raw/rates/ingest_dt="]);
  expect(depends_on).toEqual([expect.stringMatching(/^aws_sns_topic_policy\./)]);
});

test("the landing table is the load's own and holds what the file says, and where and when it came from", () => {
  const table = only(built, Table, "orders/table");
  expect(table).toMatchObject({ database: "TEST_RAW", schema: "FILES", name: "ORDERS", provider: "snowflake.objects" });
  const columns = table.column as readonly { name: string; type: string }[];
  expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    "RAW VARIANT",
    "SOURCE_FILE VARCHAR(16777216)",
    "SOURCE_ROW NUMBER(38,0)",
    "INGEST_DT DATE",
    "LOADED_AT TIMESTAMP_LTZ(9)",
  ]);
});

test("a pipe copies data files and leaves manifests and staged files out", () => {
  const { copy_statement } = only(built, Pipe, "orders/pipe");
  const pattern = new RegExp(`^${/PATTERN = '([^']+)'/.exec(copy_statement)?.[1]}$`);
  for (const data of ["ingest_dt=2026-01-15/a.json", "raw/orders/ingest_dt=2026-01-15/a.json.gz"])
    expect(data).toMatch(pattern);
  for (const other of [
    "ingest_dt=2026-01-15/_MANIFEST.json",
    "_staging/run-1/a.json",
    "_latest.json",
    "ingest_dt=2026-01-15/.part",
  ])
    expect(other).not.toMatch(pattern);
});

test.each([
  ["orders", "SELECT $1, METADATA$FILENAME"],
  ["rates", "SELECT ARRAY_CONSTRUCT($1, $2), METADATA$FILENAME"],
  ["returns", "SELECT $1, METADATA$FILENAME"],
])("a row of %s holds all of its fields", (load, select) => {
  expect(only(built, Pipe, `${load}/pipe`).copy_statement).toContain(select);
});

test("the format is the pipe's to name, not the stage's", () => {
  expect(only(built, Stage, "orders/stage")).not.toHaveProperty("file_format");
  expect(only(built, FileFormat, "orders/format")).toMatchObject({ format_type: "JSON", strip_outer_array: true });
  expect(only(built, Pipe, "orders/pipe").copy_statement).toMatch(/FORMAT_NAME = '[^']*\.FILES\.[^']*'/);
});

test("a pipe waits for the way to its files and to its topic, and is made anew with its stage", () => {
  const { depends_on = [], lifecycle } = only(built, Pipe, "orders/pipe");
  expect(depends_on.map((name) => String(name).split(".")[0])).toEqual([
    "aws_sns_topic_policy",
    "aws_iam_role_policy",
    "aws_iam_role_policy",
  ]);
  expect(lifecycle?.replace_triggered_by).toEqual([
    expect.stringMatching(/^snowflake_stage\.\w[\w-]*\.id$/),
    expect.stringMatching(/^snowflake_file_format\.\w[\w-]*\.id$/),
  ]);
});

test.each<[Protection, boolean]>([
  ["ephemeral", false],
  ["locked", true],
])("under %s, destroying an integration, stage or table is refused: %s", (protection, refused) => {
  const again = loaded({ orders }, protection);
  const standing = [only(again, StorageIntegration), only(again, Stage), only(again, Table)];
  expect(standing.map(({ lifecycle }) => lifecycle?.prevent_destroy ?? false)).toEqual([refused, refused, refused]);
});

test("who brings the files writes their folder and no other", () => {
  const { role, policy } = only(built, IamRolePolicy, "partner-access");
  expect(role).toBe("acme-test-partner");
  const objects = statements(policy).flatMap(({ Resource = [] }) =>
    Resource.filter((resource) => resource.endsWith("*")),
  );
  expect(objects).toEqual([expect.stringMatching(/_bronze_.*\/raw\/orders\/\*$/)]);
});
