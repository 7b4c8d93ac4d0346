import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { secretShaped } from "../../scripts/preview/shown/secret-shape.ts";

test("random bytes are taken for a secret, however they are written", () => {
  for (let turn = 0; turn < 200; turn += 1) {
    const bytes = createHash("sha256").update(String(turn)).digest().subarray(0, 24);
    for (const text of [bytes.toString("base64"), bytes.toString("base64url"), bytes.toString("hex")])
      expect({ text, secret: secretShaped(`prefix ${text}`) }).toEqual({ text, secret: true });
  }
});

test.each([
  `AK${"IA"}${"ABCDEFGHIJKLMNOP"}`,
  "postgres://app:horse@db.example.com/orders",
  "password = horse-battery",
  `-----BEGIN RSA ${"PRIVATE"} KEY-----`,
  createHash("sha256").update("x").digest("hex"),
  "0f8fad5b-d9cb-469f-a165-70867728950e",
])("a known shape of a credential is one: %s", (text) => {
  expect(secretShaped(text)).toBe(true);
});

test.each([
  "user_events",
  "plinth-prod-3-9-x-kraft",
  "aws_msk_topic.topics_system_metrics_dead-letter-topic_0F7A2DEF",
  "FCT_CUSTOMER_EVENTS",
  "/aws/mskconnect/plinth-prod",
  "kafka.m5.2xlarge",
  "AL2023_x86_64_STANDARD",
  "TIMESTAMP_LTZ(9)",
  "Snowflake reads files of the lake",
  "arn:aws:iam::000000000030:role/plinth-prod-snowflake-files",
])("a name is none: %s", (text) => {
  expect(secretShaped(text)).toBe(false);
});

test("words and a number joined by hyphens are none", () => {
  const word = fc.stringMatching(/^[a-z]{2,8}$/);
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 6 }),
      fc.nat(9999),
      (words, number) => !secretShaped([...words, number].join("-")),
    ),
  );
});
