import { expect, test } from "@jest/globals";
import { statementsIn } from "../../../scripts/preview/risk/sql-statements.ts";
import { analyzed, changeOf, found } from "../analyzed.ts";

const created = (execute: string) =>
  found(
    analyzed([changeOf("snowflake_execute.a", ["create"], { before: null, after: { execute, revert: "SELECT 1" } })]),
  );

test("a statement is read without case, comments, texts and quoted names", () => {
  expect(statementsIn(`select 'it''s; DROP', "Drop" /* a\nb */ -- c\n, $$ ; $$ // d`)).toEqual([
    `SELECT 'X', "X" , 'X'`,
  ]);
  expect(statementsIn("; BEGIN TRUNCATE t;END")).toEqual(["TRUNCATE T", "END"]);
});

test.each([
  "CREATE OR REPLACE DYNAMIC TABLE t AS SELECT 1",
  "DROP\tDATABASE IF EXISTS a",
  "DROP MASKING POLICY p",
  "alter iceberg table t drop column if exists c",
  "ALTER TABLE t DROP c, d",
  "ALTER TAG t UNSET MASKING POLICY p",
  "ALTER USER u SET NETWORK_POLICY = ''",
  "ALTER ACCOUNT SET REQUIRE_STORAGE_INTEGRATION_FOR_STAGE_CREATION = false",
  "INSERT OVERWRITE INTO t SELECT * FROM u",
  "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE",
  "rm @~/a",
])("destroys: %s", (sql) => {
  expect(created(sql)).toContain("statement-destroys block");
});

test.each([
  "DROP WAREHOUSE w",
  "DROP DATABASE ROLE a.r",
  "CREATE OR REPLACE VIEW v AS SELECT 1",
  "ALTER TABLE t RENAME TO u",
  "CALL p()",
  "EXECUTE IMMEDIATE 'DROP TABLE t'",
  "GRANT SELECT ON TABLE a.PUBLIC.t TO ROLE r",
])("is told, and does not block: %s", (sql) => {
  expect(created(sql)).toEqual(["statement-disturbs warn"]);
});

test.each([
  "CREATE TABLE t (a NUMBER) DATA_RETENTION_TIME_IN_DAYS = 0",
  "CREATE TASK t AS BEGIN DELETE FROM u; END",
  "CREATE OR REPLACE TEMPORARY TABLE t (a NUMBER)",
  "ALTER TABLE t ALTER COLUMN c DROP NOT NULL, COLUMN d DROP DEFAULT",
  "SHOW TABLES",
  "",
])("nothing to say of: %s", (sql) => {
  expect(created(sql)).toEqual([]);
});

test("what defines a task hides no statement after it", () => {
  expect(created("CREATE TASK t AS SELECT 1; DROP TABLE u")).toContain("statement-destroys block");
});

test("a database's role that is called PUBLIC is not everybody's", () => {
  const grant = (parent: string) =>
    found(
      analyzed([
        changeOf("snowflake_grant_database_role.a", ["create"], {
          before: null,
          after: { database_role_name: '"A"."R"', parent_role_name: parent },
        }),
      ]),
    );
  expect(grant('"A"."PUBLIC"')).toEqual([]);
  expect(grant('"PUBLIC"')).toEqual(["public-exposure block"]);
});
