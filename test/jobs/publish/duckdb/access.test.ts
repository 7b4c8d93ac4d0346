import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import { nothingGranted, type PlatformGrants } from "../../../../jobs/publish/duckdb/grants.ts";
import { readAs } from "../../../../jobs/publish/duckdb/reader.ts";
import type { Candidate } from "../../../../jobs/publish/engine.ts";
import { type PublishRun, publish } from "../../../../jobs/publish/publish.ts";
import { account, declaredGrants } from "../account.ts";
import { column, inFile, newDatabases, newEngine, newRun, removeDatabases } from "../warehouse.ts";

afterAll(removeDatabases);
jest.setTimeout(60_000);

const customers = "MARTS.DIM_CUSTOMERS";
const tag = `insert into "PLINTH"."COLUMN_TAGS" (schema_name, table_name, column_name, class) values ('MARTS', 'DIM_CUSTOMERS', 'EMAIL', 'PII')`;
const build = `create or replace table ${customers} as select i as user_id, 'u' || i || '@example.com' as "EMAIL" from range(10) r(i)`;

const access: PublishRun["rules"]["access"] = {
  grants: [...declaredGrants],
  readers: [],
  policies: "GOVERNANCE.POLICIES",
  protects: { [`${customers}.EMAIL`]: "PII" },
};

test.each(account.grants.filter(({ on }) => on !== "VIEWS"))(
  "without the deployed grant of $privilege on $on ($when) nothing goes live, and the grant is named",
  async (lost) => {
    const databases = newDatabases();
    await publish(run(databases, "first"));
    const grants = account.grants.filter((grant) => grant !== lost);
    const failing = publish(run(databases, "second", { account: { ...account, grants } }));
    if (lost.on === "TABLES" && lost.when === "now") {
      // The future grant applies to the table that the build replaced.
      await expect(failing).resolves.toMatchObject({ published: true });
    } else {
      const on = { DATABASE: "the database", SCHEMA: "schema MARTS", TABLES: "future tables in MARTS" };
      await expect(failing).rejects.toThrow(
        `${lost.privilege} on ${Reflect.get(on, lost.on)} for ANALYTICS_MARTS_R is declared, and the candidate lacks it.`,
      );
      expect(await runIdOf(databases)).toBe("first");
    }
  },
);

test("a table that is replaced where there is no future grant loses its grant, and one that is kept keeps it", async () => {
  const databases = newDatabases();
  const terms = {
    account: { ...account, grants: account.grants.filter(({ when }) => when !== "future") },
    access: { ...access, grants: [] },
    statements: ['create table if not exists MARTS."KEPT" as select 1 as id', build, tag],
  };
  await publish(run(databases, "first", terms));
  const failing = publish(run(databases, "second", terms));
  await expect(failing).rejects.toThrow("SELECT on table MARTS.DIM_CUSTOMERS for ANALYTICS_MARTS_R stands in live");
  await expect(failing).rejects.not.toThrow("MARTS.KEPT");
});

test("what a deploy grants or revokes after a publish, it grants and revokes on what is live", async () => {
  const databases = newDatabases();
  await publish(run(databases, "first", { account: nothingGranted, access: { ...access, grants: [], protects: {} } }));
  await expect(emailsAs("ANALYST", databases)).resolves.toEqual(["***"]);
  await expect(newEngine(databases).smoke("ANALYST", [customers])).rejects.toThrow("ANALYST cannot read");
});

test("a grant that a model revokes on its table is named", async () => {
  const databases = newDatabases();
  await publish(run(databases, "first"));
  const revoke = `delete from "PLINTH"."GRANTS" where object_name = 'DIM_CUSTOMERS' and role = 'ANALYTICS_MARTS_R'`;
  await expect(publish(run(databases, "second", { statements: [build, tag, revoke] }))).rejects.toThrow(
    `SELECT on table ${customers} for ANALYTICS_MARTS_R is declared, and the candidate lacks it.`,
  );
  expect(await runIdOf(databases)).toBe("first");
});

test("a model that no longer tags a protected column is named, and live keeps its mask", async () => {
  const databases = newDatabases();
  await publish(run(databases, "first"));
  await expect(publish(run(databases, "second", { statements: [build] }))).rejects.toThrow(
    `${customers}.EMAIL carries no class; it must carry the tag of class PII, and so its masking policy.`,
  );
  expect(await emailsAs("ANALYST", databases)).toEqual(["***"]);
});

test("a column keeps its tag while its table is only added to", async () => {
  const databases = newDatabases();
  await publish(run(databases, "first"));
  const more = `insert into ${customers} values (10, 'u10@example.com')`;
  await publish(run(databases, "second", { statements: [more] }));
  expect(await emailsAs("ANALYST", databases)).toEqual(["***"]);
});

test("a masking policy that was deleted in the account is named", async () => {
  const databases = newDatabases();
  await publish(run(databases, "first"));
  const without = { ...account, tags: { "GOVERNANCE.POLICIES.PII": [] } };
  await expect(publish(run(databases, "second", { account: without }))).rejects.toThrow(
    `${customers}.EMAIL carries the tag PII and resolves to no masking policy`,
  );
});

test("a policy that shows the role what it must not see is found by reading as the role", async () => {
  const databases = newDatabases();
  const [mask] = account.tags["GOVERNANCE.POLICIES.PII"] ?? [];
  const open = { ...account, tags: { "GOVERNANCE.POLICIES.PII": mask ? [{ ...mask, body: "VAL" }] : [] } };
  await expect(publish(run(databases, "first", { account: open }))).rejects.toThrow(
    `ANALYST reads 10 values of ${customers}.EMAIL unmasked`,
  );
});

test("a role reads the mask through a view too, and one that unmasks the class reads the values", async () => {
  const databases = newDatabases();
  const view = `create view MARTS."VW_CUSTOMERS" as select "EMAIL" from ${customers}`;
  await publish(run(databases, "first", { statements: [build, tag, view] }));
  expect(await emailsAs("ANALYST", databases, "MARTS.VW_CUSTOMERS")).toEqual(["***"]);
  expect(await emailsAs("DATA_SCIENTIST", databases, "MARTS.VW_CUSTOMERS")).toHaveLength(10);
  expect(await emailsAs("ANALYST", databases)).toEqual(["***"]);
});

test("what a role may not read does not exist for it", async () => {
  const databases = newDatabases();
  await publish(run(databases, "first"));
  await expect(emailsAs("STRANGER", databases)).rejects.toThrow("DIM_CUSTOMERS");
  await expect(newEngine(databases, { account }).smoke("STRANGER", [customers])).rejects.toThrow(
    /STRANGER cannot read ANALYTICS\.MARTS\.DIM_CUSTOMERS: .*does not exist/,
  );
});

test("a version that its readers cannot query is taken back at once, and the one before is live again", async () => {
  const databases = newDatabases();
  await publish(run(databases, "first"));
  const before = await newEngine(databases).stands();
  const roles = { ...account.roles, ANALYST: [] };
  const terms = { account: { ...account, roles }, readers: ["ANALYST"] };
  await expect(publish(run(databases, "second", terms))).rejects.toThrow(
    `The version was taken back, for it failed its smoke queries: ANALYST cannot read ANALYTICS.${customers}`,
  );
  expect(await newEngine(databases).stands()).toEqual(before);
});

test("a first version that its readers cannot query leaves nothing live", async () => {
  const databases = newDatabases();
  const terms = { account: { ...account, roles: {} }, readers: ["ANALYST"] };
  await expect(publish(run(databases, "first", terms))).rejects.toThrow("failed its smoke queries");
  expect(await newEngine(databases).stands()).toEqual({ live: null, previous: [], resumable: null });
  await publish(run(databases, "second"));
  expect(await runIdOf(databases)).toBe("second");
});

test("views and macros that name their database, or a file of one version, do not go live", async () => {
  const databases = newDatabases();
  const file = join(databases, "versions", "3", "notes.csv");
  mkdirSync(join(databases, "versions", "3"), { recursive: true });
  writeFileSync(file, "id\n1\n");
  const statements = [
    build,
    tag,
    `create view MARTS."VW_OWN" as select * from "ANALYTICS".${customers}`,
    `create macro MARTS.notes() as table from '${file}'`,
  ];
  await expect(publish(run(databases, "first", { statements }))).rejects.toThrow(
    new RegExp(`macro MARTS.notes names the database ${file}.*view MARTS.VW_OWN names the database ANALYTICS`, "s"),
  );
});

test("the comments of the project survive a publish", async () => {
  const databases = newDatabases();
  await publish(run(databases, "first", { statements: [build, tag, `comment on table ${customers} is 'It''s ours'`] }));
  await publish(run(databases, "second", { statements: ["select 1"] }));
  const comments = await readAs(databases, { account, database: "ANALYTICS", role: "ANALYST" }, (connection) =>
    column(connection, "select comment from duckdb_tables() where table_name = 'DIM_CUSTOMERS'"),
  );
  expect(comments).toEqual(["It's ours"]);
});

function run(
  databases: string,
  runId: string,
  terms: Partial<PublishRun> & {
    account?: PlatformGrants;
    statements?: string[];
    access?: PublishRun["rules"]["access"];
  } = {},
): PublishRun {
  const { account: given = account, statements = [build, tag], access: declared = access, ...changes } = terms;
  const plain = newRun(databases, runId, { marts: [customers] });
  return {
    ...plain,
    engine: newEngine(databases, { account: given }),
    build: (candidate: Candidate) => inFile(candidate.location, ...statements),
    rules: { ...plain.rules, access: declared },
    unmasks: { ANALYST: [], DATA_SCIENTIST: ["PII"] },
    ...changes,
  };
}

async function runIdOf(databases: string): Promise<string | undefined> {
  return (await newEngine(databases).stands()).live?.runId;
}

/** Distinct e-mail addresses as the role reads them. */
async function emailsAs(role: string, databases: string, table = customers): Promise<string[] | null> {
  return readAs(databases, { account, database: "ANALYTICS", role }, (connection) =>
    column(connection, `select distinct "EMAIL" from ${table}`),
  );
}
