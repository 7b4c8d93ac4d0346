import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { expect, test } from "@jest/globals";
import { keyDomains } from "../../../constructs/keys/config.ts";
import { Keys } from "../../../constructs/keys/keys.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { all, build, only } from "../../support/synth.ts";

function keys(protection: Protection = "locked") {
  return build((stack) => new Keys(stack, "keys", { context: contextOf(protection), config: { rotationDays: 180 } }));
}

test("every domain has a key of its own, with an alias that says whose it is", () => {
  const built = keys();
  expect(Object.keys(all(built, KmsKey))).toEqual(keyDomains.map((domain) => `keys/${domain}/key`));
  expect(only(built, KmsAlias, "lake/alias").name).toBe("alias/acme-test-lake");
});

test("keys rotate by themselves as often as configured", () => {
  expect(only(keys(), KmsKey, "lake/key")).toMatchObject({ enable_key_rotation: true, rotation_period_in_days: 180 });
});

test.each<[Protection, number, boolean]>([
  ["ephemeral", 7, false],
  ["standard", 30, true],
  ["locked", 30, true],
])("under %s, a deleted key is restorable for %d days; destroying it is refused: %s", (protection, days, refused) => {
  const key = only(keys(protection), KmsKey, "lake/key");
  expect(key.deletion_window_in_days).toBe(days);
  expect(key.lifecycle?.prevent_destroy ?? false).toBe(refused);
});
