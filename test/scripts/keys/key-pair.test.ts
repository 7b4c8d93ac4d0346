import { expect, test } from "@jest/globals";
import { loginToken, newKeyPair, publicKeyOf, tokenOpens } from "../../../scripts/keys/key-pair.ts";

const who = { account: "ACME-DATA", user: "PUBLISHER" };

test("a token opens the door of its own user and key, until it has run out", async () => {
  const [mine, other] = [await newKeyPair(), await newKeyPair()];
  const token = loginToken(who, mine.privateKey, 1_000_000);
  expect(tokenOpens(token, who, [other.publicKey], 1_000_000)).toBe(false);
  expect(tokenOpens(token, { ...who, user: "LOADER" }, [mine.publicKey], 1_000_000)).toBe(false);
  expect(tokenOpens(token, who, [mine.publicKey], 1_000_000 + 301_000)).toBe(false);
  expect(tokenOpens(token, who, [other.publicKey, mine.publicKey], 1_000_000)).toBe(true);
});

test("a token signed by another key than the one it names is refused", async () => {
  const [mine, other] = [await newKeyPair(), await newKeyPair()];
  const [header, body] = loginToken(who, mine.privateKey, 1_000_000).split(".");
  const [, , signature] = loginToken(who, other.privateKey, 1_000_000).split(".");
  expect(tokenOpens(`${header}.${body}.${signature}`, who, [mine.publicKey], 1_000_000)).toBe(false);
});

test("text that is no key has no public half", async () => {
  expect(publicKeyOf("")).toBeUndefined();
  const { privateKey, publicKey } = await newKeyPair();
  expect(publicKeyOf(privateKey)).toBe(publicKey);
});
