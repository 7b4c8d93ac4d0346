import { GrantPrivilegesToAccountRole } from "@cdktf/provider-snowflake/lib/grant-privileges-to-account-role/index.js";
import { MaskingPolicy } from "@cdktf/provider-snowflake/lib/masking-policy/index.js";
import { RowAccessPolicy } from "@cdktf/provider-snowflake/lib/row-access-policy/index.js";
import { Schema } from "@cdktf/provider-snowflake/lib/schema/index.js";
import { Tag } from "@cdktf/provider-snowflake/lib/tag/index.js";
import { expect, test } from "@jest/globals";
import { warehouseConfig } from "../../../constructs/warehouse/config.ts";
import { maskedTypes, rowCondition } from "../../../constructs/warehouse/masks.ts";
import { all, only } from "../../support/synth.ts";
import { buildWarehouse, governed } from "./sample.ts";

const built = buildWarehouse({ config: governed });

function problemsOf(change: object): string {
  const result = warehouseConfig.safeParse({ ...governed, ...change });
  return (result.error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n");
}

test("policies in a database that a swap replaces are refused", () => {
  const governance = { ...governed.governance, policies: "MODEL.MARTS" };
  expect(problemsOf({ governance })).toBe(
    "governance.policies: it must be a schema of a database of this environment that is never swapped. Correct the name, or declare the schema MARTS in warehouse.databases.MODEL",
  );
});

test("a publisher that sees masks or misses rows is refused, since it would write what it sees", () => {
  const roles = { ...governed.roles, PUBLISHER: { ...governed.roles.PUBLISHER, unmasks: [] } };
  expect(problemsOf({ roles })).toMatch(/^roles\.PUBLISHER\.unmasks: .* and PII is missing\. Add PII$/);
  const rows = { BY_COUNTRY: { ...governed.governance?.rows.BY_COUNTRY, everything: [] } };
  expect(problemsOf({ governance: { ...governed.governance, rows } })).toMatch(
    /^governance\.rows\.BY_COUNTRY\.everything: .* and PUBLISHER is missing\. Add PUBLISHER$/,
  );
});

test("service users without a place for their network rules are refused", () => {
  expect(problemsOf({ governance: undefined })).toContain(
    "users: service users must have a place for their network rules",
  );
});

test("a tag has a masking policy for each data type, which only holders of the class's unmask role see through", () => {
  const policies = Object.values(all(built, MaskingPolicy));
  expect(policies.map(({ return_data_type }) => return_data_type)).toEqual(Object.keys(maskedTypes));
  for (const { body, argument, return_data_type } of policies) {
    expect(body).toMatch(
      /^CASE WHEN IS_ROLE_IN_SESSION\('\$\{snowflake_account_role\..*PII_unmask.*\}'\) THEN VAL ELSE .* END$/,
    );
    expect(argument).toEqual([{ name: "VAL", type: return_data_type }]);
  }
  expect(only(built, Tag).masking_policies).toHaveLength(policies.length);
});

test("rows are seen by the roles that see all, and by others where the column says so", () => {
  const {
    everything,
    only: some,
    column,
  } = governed.governance?.rows.BY_COUNTRY ?? { everything: [], only: {}, column: "" };
  const names = { PUBLISHER: "DEV_PUBLISHER", ANALYST: "DEV_ANALYST" };
  const policy = { description: "", type: "VARCHAR" as const, column, everything, only: some };
  expect(rowCondition(policy, names)).toBe(
    "IS_ROLE_IN_SESSION('DEV_PUBLISHER') OR (IS_ROLE_IN_SESSION('DEV_ANALYST') AND COUNTRY IN ('DE', 'FR'))",
  );
  expect(rowCondition({ ...policy, everything: [], only: {} }, names)).toBe("FALSE");
  expect(only(built, RowAccessPolicy).argument).toEqual([{ name: "COUNTRY", type: "VARCHAR" }]);
});

test("tags and policies are made under their own alias, in a schema with managed access", () => {
  for (const type of [MaskingPolicy, RowAccessPolicy, Tag]) {
    for (const resource of Object.values(all(built, type))) expect(resource.provider).toBe("snowflake.governance");
  }
  expect(only(built, Schema, "RULES/POLICIES/schema").with_managed_access).toBe("true");
});

test("only the publisher may set tags and row policies, on what it owns", () => {
  const applies = Object.values(all(built, GrantPrivilegesToAccountRole)).filter(({ privileges }) =>
    privileges?.includes("APPLY"),
  );
  expect(applies.map(({ on_schema_object }) => on_schema_object?.object_type)).toEqual(["TAG", "ROW ACCESS POLICY"]);
  for (const { account_role_name } of applies) expect(account_role_name).toMatch(/roles_PUBLISHER/);
});
