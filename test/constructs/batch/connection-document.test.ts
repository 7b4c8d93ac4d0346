import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1/index.js";
import { expect, test } from "@jest/globals";
import { BatchConnections } from "../../../constructs/batch/batch-connections.ts";
import { type BatchConfig, batchConfig, tableOfStream } from "../../../constructs/batch/config.ts";
import { connectionDocument } from "../../../constructs/batch/connection-document.ts";
import { batchConnection, isSecretReference } from "../../../jobs/batch-connection.ts";
import { build, only } from "../../support/synth.ts";

const Account = { sync: "append_dedup", key: "Id", cursor: "LastModifiedDate" };
const salesforce = {
  description: "Sales",
  source: { kind: "salesforce", secret: "sales-app" },
  everyHours: 6,
  streams: { Account },
};
const postgres = {
  description: "The shop",
  source: { kind: "postgres", secret: "shop-login", host: "replica.example.com", database: "shop" },
  everyHours: 1,
  streams: { orders: { sync: "append", cursor: "updated_at" } },
};
const stripe = {
  description: "Payments",
  source: { kind: "stripe", secret: "pay-key", accountId: "acct_1", startDate: "2024-01-01" },
  everyHours: 24,
  streams: { charges: { sync: "append_dedup", key: "id", cursor: "updated" } },
  paused: true,
};
const destination = {
  host: "acme-test.snowflakecomputing.com",
  user: "LOADER",
  role: "LOADER",
  warehouse: "LOAD_WH",
  database: "RAW",
  schema: "EXTRACTS",
  secretName: "/acme/test/data/loader",
};

const problems = (connection: object) =>
  batchConfig
    .safeParse({ connections: { one: connection } })
    .error?.issues.map(({ path, message }) => `${path.slice(2).join(".")}: ${message}`);

function documentOf(name: string, connection: object) {
  const config = batchConfig.parse({ connections: { [name]: connection } }).connections[name];
  if (config === undefined) throw new Error("no such connection");
  return connectionDocument(name, config, destination, `/acme/test/data/${config.source.secret}`);
}

test.each<[string, object, string]>([
  [
    "dedup without a key",
    { ...salesforce, streams: { Account: { ...Account, key: undefined } } },
    "streams.Account.key: append_dedup must know",
  ],
  [
    "append with a key",
    { ...salesforce, streams: { Account: { ...Account, sync: "append" } } },
    "streams.Account.key: append keeps every change",
  ],
  ["no stream at all", { ...salesforce, streams: {} }, "streams: it must name a stream at least"],
  [
    "two streams of one table",
    { ...salesforce, streams: { Account, ACCOUNT: Account } },
    "streams.ACCOUNT: Account has the same table",
  ],
  [
    "a host that is none",
    { ...postgres, source: { ...postgres.source, host: "https://x" } },
    "source.host: it must be a host name",
  ],
  [
    "a day that does not exist",
    { ...stripe, source: { ...stripe.source, startDate: "2024-13-01" } },
    "source.startDate: it must be a day that exists",
  ],
])("%s is refused", (_, connection, problem) => {
  expect(problems(connection)).toEqual([expect.stringContaining(problem)]);
});

test.each([0, 0.5, 4, 5, 48])("a source is not read every %p hours, which Airbyte does not offer", (everyHours) => {
  expect(problems({ ...salesforce, everyHours })).toHaveLength(1);
});

test.each<[string, object]>([
  ["salesforce", salesforce],
  ["postgres", postgres],
  ["stripe", stripe],
])("the document of %s is what its reader expects, and names secrets instead of holding them", (name, connection) => {
  const document = documentOf(name, connection);
  expect(batchConnection.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  const secrets = /secret|token|password|private_key|username$|client_id/;
  const fields = leaves(document.source.configuration).filter(([key]) => secrets.test(key));
  expect(fields.length).toBeGreaterThan(0);
  for (const [, value] of fields) expect(isSecretReference(value)).toBe(true);
  expect(document.destination.configuration.credentials).toEqual({
    auth_type: "Key Pair Authentication",
    private_key: { $secret: { name: "/acme/test/data/loader", field: "privateKey" } },
  });
});

/** Every field with its value; a reference counts as a value. */
function leaves(value: unknown, key = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null || isSecretReference(value)) return [[key, value]];
  return Object.entries(value).flatMap(([inner, child]) => leaves(child, inner));
}

test.each([
  [1, "0 0 * * * ?"],
  [6, "0 0 0/6 * * ?"],
  [24, "0 0 0 * * ?"],
])("every %p hours is %p", (everyHours, cronExpression) => {
  const { schedule } = documentOf("salesforce", { ...salesforce, everyHours }).connection;
  expect(schedule).toEqual({ scheduleType: "cron", cronExpression });
});

test("streams are read as they change, and their tables are told apart by the connection", () => {
  const { connection } = documentOf("sales-force", salesforce);
  expect(connection.configurations.streams).toEqual([
    {
      name: "Account",
      syncMode: "incremental_deduped_history",
      cursorField: ["LastModifiedDate"],
      primaryKey: [["Id"]],
    },
  ]);
  expect(connection.prefix).toBe("sales_force_");
  expect(tableOfStream("sales-force", "Account")).toBe("SALES_FORCE_ACCOUNT");
  expect(documentOf("postgres", postgres).connection.configurations.streams[0]).toMatchObject({
    syncMode: "incremental_append",
    primaryKey: [],
  });
});

test("a paused connection stays, inactive", () => {
  expect(documentOf("stripe", stripe).connection.status).toBe("inactive");
});

test("every connection is a document of its own in one config map", () => {
  const { connections }: BatchConfig = batchConfig.parse({ connections: { salesforce, postgres } });
  const secretNames = { "sales-app": "/acme/sales-app", "shop-login": "/acme/shop-login" };
  const built = build((stack) => {
    new BatchConnections(stack, "batch", { connections, destination, secretNames, namespace: "jobs" });
  });
  const { metadata, data = {} } = only(built, ConfigMapV1);
  expect(metadata).toEqual({ name: "batch-connections", namespace: "jobs" });
  expect(Object.keys(data)).toEqual(["salesforce.json", "postgres.json"]);
  expect(Reflect.get(data, "salesforce.json")).toContain("/acme/sales-app");
});
