import { expect, test } from "@jest/globals";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { ciConfig } from "../../../constructs/accounts/config.ts";
import { base } from "../../../environments/base.ts";
import { declare } from "../../../environments/declare.ts";

test("whom bundles are encrypted to is the public part of an age key, and never the other", async () => {
  const identity = await generateX25519Identity();
  const bundleRecipient = await identityToRecipient(identity);
  expect(ciConfig.parse({ bundleRecipient })).toMatchObject({ bundleRecipient });
  const last = bundleRecipient.endsWith("q") ? "p" : "q";
  for (const wrong of [identity, "age1", "", bundleRecipient.slice(0, -1), bundleRecipient.slice(0, -1) + last]) {
    const { error } = ciConfig.safeParse({ bundleRecipient: wrong });
    const messages = error?.issues.map(({ message }) => message);
    expect(messages).toEqual([
      "it must be the public part of an age key, whole. Copy it as age-keygen prints it (age1…)",
    ]);
  }
});

test("a private key in its place is not repeated by what says so", async () => {
  const identity = await generateX25519Identity();
  const said = problemsOf(identity);
  expect(said).toContain("ci.bundleRecipient is hidden, since it may be a secret; it must be the public part");
  expect(said).not.toContain(identity.slice(-20));
});

function problemsOf(bundleRecipient: string): string {
  try {
    declare(base, {
      name: "qa",
      protection: "ephemeral",
      aws: { accountId: "000000000010", region: "us-west-2" },
      snowflake: { organization: "EXAMPLE_ORG", account: "NONPROD", edition: "ENTERPRISE", shared: true },
      network: { cidr: "10.10.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"] },
      ci: { bundleRecipient },
    });
    return "";
  } catch (error) {
    return String(error);
  }
}

test("without one declared there is none", () => {
  expect(ciConfig.parse({}).bundleRecipient).toBeUndefined();
});
