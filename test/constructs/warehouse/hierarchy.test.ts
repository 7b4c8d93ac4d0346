import { GrantAccountRole } from "@cdktf/provider-snowflake/lib/grant-account-role/index.js";
import { expect, test } from "@jest/globals";
import { warehouseConfig } from "../../../constructs/warehouse/config.ts";
import { all } from "../../support/synth.ts";
import { buildWarehouse, governed } from "./sample.ts";

function problems(holders: Record<string, string[]>): string[] {
  const roles = Object.fromEntries(
    Object.entries(holders).map(([name, heldBy]) => [name, { description: "A role", heldBy }]),
  );
  const { error } = warehouseConfig.safeParse({ warehouses: {}, databases: {}, roles });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

test("a role whose holders do not reach SYSADMIN is refused", () => {
  expect(problems({ A: [] })).toEqual([
    "roles.A.heldBy: a chain of holders must reach SYSADMIN, which administers what the role owns. Add SYSADMIN, or a role that it holds",
  ]);
});

test("a holder that nobody declared is refused", () => {
  expect(problems({ A: ["NOBODY", "SYSADMIN"] })).toEqual([
    "roles.A.heldBy.0: it must be SYSADMIN or a role of this environment (A). Name one of them or declare the role",
  ]);
});

test("roles that hold one another in a circle are refused", () => {
  expect(problems({ A: ["B"], B: ["A"] })).toEqual([
    "roles.A.heldBy: the role must not hold itself, and through B it does. Remove B",
    "roles.B.heldBy: the role must not hold itself, and through A it does. Remove A",
  ]);
});

test("a chain over declared roles reaches SYSADMIN and is granted link by link", () => {
  expect(problems({ A: ["B"], B: ["C"], C: ["SYSADMIN"] })).toEqual([]);
  const grants = Object.values(all(buildWarehouse({ config: governed }), GrantAccountRole));
  const held = grants.filter(({ role_name }) => /roles_ANALYST/.test(role_name));
  expect(held.map(({ parent_role_name }) => parent_role_name)).toEqual([expect.stringMatching(/roles_SCIENTIST/)]);
});
