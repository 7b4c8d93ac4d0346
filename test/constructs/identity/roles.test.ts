import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { expect, test } from "@jest/globals";
import { identityConfig } from "../../../constructs/identity/config.ts";
import { Roles } from "../../../constructs/identity/roles.ts";
import { contextOf } from "../../support/context.ts";
import { statements } from "../../support/statements.ts";
import { all, build, only } from "../../support/synth.ts";

function roles(name = "event-collector") {
  const config = identityConfig.parse({
    roles: { [name]: { description: "Collects events", trustedService: "lambda.amazonaws.com" } },
  });
  return build((stack) => new Roles(stack, "roles", { context: contextOf("locked"), config }));
}

test("a name too long for IAM is refused, not cut", () => {
  expect(() => roles("r".repeat(60))).toThrow("at most 64 characters");
});

test("a role is assumed by its service and by nobody else", () => {
  const role = only(roles(), IamRole, "event-collector/role");
  expect(role).toMatchObject({ name: "acme-test-event-collector", description: "Collects events" });
  expect(statements(role.assume_role_policy)).toEqual([
    { Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com"] }, Action: ["sts:AssumeRole"] },
  ]);
});

test("a new role may do nothing", () => {
  const built = roles();
  const { inline_policy, managed_policy_arns } = only(built, IamRole);
  expect([inline_policy, managed_policy_arns]).toEqual([undefined, undefined]);
  expect(all(built, IamRolePolicy)).toEqual({});
});
