import { GrantAccountRole } from "@cdktf/provider-snowflake/lib/grant-account-role/index.js";
import { GrantPrivilegesToAccountRole } from "@cdktf/provider-snowflake/lib/grant-privileges-to-account-role/index.js";
import { NetworkPolicy } from "@cdktf/provider-snowflake/lib/network-policy/index.js";
import { NetworkRule } from "@cdktf/provider-snowflake/lib/network-rule/index.js";
import { ServiceUser } from "@cdktf/provider-snowflake/lib/service-user/index.js";
import { expect, test } from "@jest/globals";
import { warehouseConfig } from "../../../constructs/warehouse/config.ts";
import { all, only } from "../../support/synth.ts";
import { buildWarehouse, governed } from "./sample.ts";

const built = buildWarehouse({ config: governed });

test.each([
  [{ role: "NOBODY", secret: "some-key" }, "it must be a role of this environment"],
  [{ role: "PUBLISHER", secret: "some-key" }, "it must not be the role of another user, and it is that of PUBLISH_JOB"],
  [{ role: "ANALYST", secret: "publisher-key" }, "it must not be the secret of another user"],
])("a user with %j is refused", (user, problem) => {
  const users = { ...governed.users, ONE_MORE: { description: "One more", ...user } };
  expect(JSON.stringify(warehouseConfig.safeParse({ ...governed, users }).error?.issues)).toContain(problem);
});

test("a program's user has one role, nothing beside it, and keys that Terraform leaves alone", () => {
  const user = only(built, ServiceUser, "STREAM_JOB/user");
  expect(user).toMatchObject({
    default_secondary_roles_option: "NONE",
    lifecycle: { ignore_changes: ["rsa_public_key", "rsa_public_key_2"] },
    provider: "snowflake.users",
  });
  expect(user.default_role).toMatch(/roles_STREAMER/);
  const given = Object.values(all(built, GrantAccountRole)).filter(({ user_name }) =>
    user_name?.includes("STREAM_JOB"),
  );
  expect(given.map(({ role_name }) => role_name)).toEqual([user.default_role]);
});

test("programs sign in from the environment's own addresses only", () => {
  expect(only(built, NetworkRule)).toMatchObject({
    mode: "INGRESS",
    type: "IPV4",
    value_list: ["198.51.100.7", "198.51.100.8"],
  });
  expect(only(built, NetworkPolicy).allowed_network_rule_list).toHaveLength(1);
  for (const { network_policy } of Object.values(all(built, ServiceUser)))
    expect(network_policy).toMatch(/network_policy/);
});

test("a connector's privileges are on its own role, for it sees none that are inherited", () => {
  const direct = Object.values(all(built, GrantPrivilegesToAccountRole)).filter(({ account_role_name }) =>
    /roles_STREAMER/.test(account_role_name),
  );
  expect(direct.map(({ privileges }) => privileges)).toEqual([
    ["USAGE"],
    ["CREATE TABLE", "USAGE"],
    ["INSERT", "SELECT"],
    ["INSERT", "SELECT"],
  ]);
  const held = Object.values(all(built, GrantAccountRole)).filter(({ parent_role_name }) =>
    /roles_STREAMER/.test(parent_role_name ?? ""),
  );
  expect(held).toEqual([]);
});
