import { expect, test } from "@jest/globals";
import { type AuditRules, audit } from "../../../jobs/publish/audit.ts";
import type { Grant, Inspection } from "../../../jobs/publish/engine.ts";

const mart = "MARTS.FCT_EVENTS";
const startedAt = new Date("2026-03-02T02:00:00.000Z");
const reader = { role: "R", privilege: "SELECT" } as const;

const rules: AuditRules = {
  marts: [mart],
  maxRowLossPercent: 10,
  freshness: { [mart]: { column: "AT", hours: 26 } },
  schemas: ["MARTS"],
  owner: "PUBLISHER",
  access: {
    grants: [
      { role: "R", privilege: "USAGE", on: "DATABASE" },
      { ...reader, on: "TABLES", schema: "MARTS" },
    ],
    readers: [],
    policies: "GOVERNANCE.POLICIES",
    protects: { "MARTS.FCT_EVENTS.EMAIL": "PII" },
  },
};

const onTable: Grant = { ...reader, on: "TABLE", schema: "MARTS", object: "FCT_EVENTS", future: false };
const good: Inspection = {
  owner: "PUBLISHER",
  schemas: [{ name: "MARTS", owner: "PUBLISHER" }],
  rows: { [mart]: 100 },
  newest: { [mart]: "2026-03-01T23:59:00.000Z" },
  objects: [{ schema: "MARTS", name: "FCT_EVENTS", kind: "TABLE", owner: "PUBLISHER" }],
  grants: [
    { role: "R", privilege: "USAGE", on: "DATABASE", future: false },
    { ...reader, on: "TABLE", schema: "MARTS", future: true },
    onTable,
  ],
  protections: [{ column: "MARTS.FCT_EVENTS.EMAIL", dataClass: "PII", policy: "GOVERNANCE.POLICIES.PII_VARCHAR" }],
  namings: [],
};

test.each<{ of: string; changes: Partial<Inspection>; live?: Partial<Inspection>; says: string }>([
  { of: "a mart that is missing", changes: { rows: {} }, says: "MARTS.FCT_EVENTS does not exist in the candidate" },
  { of: "a mart that is empty", changes: { rows: { [mart]: 0 } }, says: "MARTS.FCT_EVENTS is empty" },
  {
    of: "a mart that lost more rows than it may",
    changes: { rows: { [mart]: 89 } },
    says: "MARTS.FCT_EVENTS has 89 rows, live has 100; a publish may lose 10 %",
  },
  {
    of: "a mart whose newest row is too old",
    changes: { newest: { [mart]: "2026-02-28T23:00:00.000Z" } },
    says: "MARTS.FCT_EVENTS.AT ends at 2026-02-28T23:00:00.000Z; it may lie 26 h behind",
  },
  { of: "a mart without times", changes: { newest: {} }, says: "MARTS.FCT_EVENTS.AT has no newest value" },
  { of: "a missing schema", changes: { schemas: [] }, says: "The schema MARTS does not exist in the candidate" },
  {
    of: "a view that is gone",
    changes: {},
    live: { objects: [...good.objects, { schema: "MARTS", name: "VW", kind: "VIEW", owner: "PUBLISHER" }] },
    says: "The view MARTS.VW is in live and not in the candidate",
  },
  {
    of: "a stranger's table",
    changes: { objects: [{ schema: "MARTS", name: "FCT_EVENTS", kind: "TABLE", owner: "SYSADMIN" }] },
    says: "The owner of table MARTS.FCT_EVENTS is SYSADMIN; it must be PUBLISHER",
  },
  {
    of: "a lost grant on the database",
    changes: { grants: good.grants.filter(({ on }) => on !== "DATABASE") },
    says: "USAGE on the database for R is declared, and the candidate lacks it",
  },
  {
    of: "a lost grant on an object",
    changes: { grants: good.grants.filter(({ object }) => object === undefined) },
    says: "SELECT on table MARTS.FCT_EVENTS for R is declared, and the candidate lacks it",
  },
  {
    of: "a lost future grant",
    changes: { grants: good.grants.filter(({ future }) => !future) },
    says: "SELECT on future tables in MARTS for R is declared, and the candidate lacks it",
  },
  {
    of: "a grant that somebody made in live by hand",
    changes: {},
    live: { grants: [...good.grants, { ...onTable, role: "BY_HAND" }] },
    says: "SELECT on table MARTS.FCT_EVENTS for BY_HAND stands in live, and the candidate lacks it",
  },
  {
    of: "a protected column that is gone",
    changes: { protections: [] },
    says: "MARTS.FCT_EVENTS.EMAIL does not exist in the candidate; it is protected as PII",
  },
  {
    of: "a lost tag",
    changes: { protections: [{ column: "MARTS.FCT_EVENTS.EMAIL", dataClass: null, policy: null }] },
    says: "MARTS.FCT_EVENTS.EMAIL carries no class; it must carry the tag of class PII",
  },
  {
    of: "a tag without policy",
    changes: { protections: [{ column: "MARTS.FCT_EVENTS.EMAIL", dataClass: "PII", policy: null }] },
    says: "MARTS.FCT_EVENTS.EMAIL carries the tag PII and resolves to no masking policy",
  },
  {
    of: "a policy of somebody else",
    changes: { protections: [{ column: "MARTS.FCT_EVENTS.EMAIL", dataClass: "PII", policy: "MINE.ALL.OPEN" }] },
    says: "MARTS.FCT_EVENTS.EMAIL resolves to the policy MINE.ALL.OPEN, not to one of GOVERNANCE.POLICIES.PII_*",
  },
  {
    of: "a text that names a database",
    changes: { namings: [{ object: "view MARTS.VW", names: "ANALYTICS" }] },
    says: "view MARTS.VW names the database ANALYTICS",
  },
])("$of is found and named, and nothing else", ({ changes, live, says }) => {
  const problems = audit(rules, { ...good, ...changes }, { ...good, ...live }, startedAt);
  expect(problems).toEqual([expect.stringContaining(says)]);
});

test("a candidate like live passes, and a first one with nothing to compare with", () => {
  expect(audit(rules, good, good, startedAt)).toEqual([]);
  expect(audit(rules, good, null, startedAt)).toEqual([]);
});

test("exactly as many rows less as are allowed pass, and so does a leftover of dbt that it removed", () => {
  const leftover = { schema: "MARTS", name: "FCT_EVENTS__DBT_TMP", kind: "TABLE", owner: "PUBLISHER" } as const;
  const live = { ...good, objects: [...good.objects, leftover] };
  expect(audit(rules, { ...good, rows: { [mart]: 90 } }, live, startedAt)).toEqual([]);
});
