import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret/index.js";
import { expect, test } from "@jest/globals";
import { secretsConfig } from "../../../constructs/secrets/config.ts";
import { Secrets } from "../../../constructs/secrets/secrets.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { build, only } from "../../support/synth.ts";

function secrets(protection: Protection = "locked") {
  const config = secretsConfig.parse({ "publisher-key": { owner: "data-team", description: "Opens Snowflake" } });
  return build((stack) => new Secrets(stack, "secrets", { context: contextOf(protection), config, keyArn: "key-arn" }));
}

test("secrets are created empty: nothing in the stack could hold a value", () => {
  expect(Object.keys(secrets().resource)).toEqual(["aws_secretsmanager_secret"]);
});

test("a secret is named after its owner, says what it opens, and is encrypted with the given key", () => {
  expect(only(secrets(), SecretsmanagerSecret, "publisher-key/secret")).toMatchObject({
    name: "/acme/test/data-team/publisher-key",
    description: "Opens Snowflake",
    kms_key_id: "key-arn",
  });
});

test("a secret carries its owner, and after how many days the value must be a new one", () => {
  const { tags } = only(secrets(), SecretsmanagerSecret);
  expect(tags).toEqual({ Owner: "data-team", RotateEveryDays: "90" });
});

test.each<[Protection, number, boolean]>([
  ["ephemeral", 0, false],
  ["standard", 7, true],
  ["locked", 30, true],
])(
  "under %s, a deleted secret is restorable for %d days; destroying it is refused: %s",
  (protection, days, refused) => {
    const secret = only(secrets(protection), SecretsmanagerSecret);
    expect(secret.recovery_window_in_days).toBe(days);
    expect(secret.lifecycle?.prevent_destroy ?? false).toBe(refused);
  },
);
