import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { seal, sha256 } from "../../../scripts/bundle/envelope.ts";
import { identitiesOf, recipientOf } from "../../../scripts/bundle/keys.ts";
import { makeBundle } from "../../../scripts/bundle/make.ts";
import { readBundle } from "../../../scripts/bundle/read.ts";
import { Refused } from "../../../scripts/bundle/refused.ts";
import {
  bucket,
  type Key,
  newKey,
  planned,
  plannedEarly,
  planText,
  plantedSecret,
  reviewed,
  surroundings,
} from "./reviewed.ts";

const folder = mkdtempSync(join(tmpdir(), "plinth-bundle-"));
const file = join(folder, "dev.bundle");
const dev = reviewed("", []).environment;
let key: Key;
let bytes: Buffer;

beforeAll(async () => {
  key = await newKey();
  bytes = await makeBundle(reviewed(key.recipient, [planned("foundation", planText(bucket))]));
  process.env.PLINTH_BUNDLE_IDENTITY = key.identity;
});

afterEach(() => {
  process.env.PLINTH_BUNDLE_IDENTITY = key.identity;
});

/** The name under which a file with these bytes is refused; undefined where it is read. */
async function refusal(content: Uint8Array, wishes: { environment?: typeof dev; approved?: string } = {}) {
  writeFileSync(file, content);
  try {
    await readBundle(file, { environment: dev, home: undefined, ...wishes });
    return undefined;
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    expect(problem.code).toBe(3);
    expect(problem.message).not.toContain(key.identity);
    return problem.refusal;
  }
}

test("any byte that is altered is noticed, wherever it is", async () => {
  const names = new Set<string | undefined>();
  for (let place = 0; place < bytes.length; place += place < 400 ? 1 : 13) {
    const other = Buffer.from(bytes);
    other[place] = (other[place] ?? 0) ^ (1 << (place % 8));
    names.add(await refusal(other));
  }
  expect([...names].sort()).toEqual(expect.arrayContaining(["altered", "not-a-bundle"]));
  expect(names).not.toContain(undefined);
});

test("a file that ends early is called truncated, wherever it ends after its head", async () => {
  const head = bytes.indexOf("\n") + 1;
  for (const length of [0, head, head + 1, head + 200, bytes.length - 1]) {
    expect(await refusal(bytes.subarray(0, length))).toBe("truncated");
  }
  expect(await refusal(bytes.subarray(0, head - 5))).toBe("not-a-bundle");
});

test("bytes after the end are an alteration", async () => {
  expect(await refusal(Buffer.concat([bytes, Buffer.from("x")]))).toBe("altered");
});

test("an alteration whose digest was made to fit is noticed all the same", async () => {
  const head = bytes.indexOf("\n") + 1;
  const body = Buffer.from(bytes.subarray(head));
  body[body.length - 40] = (body[body.length - 40] ?? 0) ^ 1;
  const forged = Buffer.concat([Buffer.from(`plinth-bundle 1 dev ${body.length} ${sha256(body)}\n`), body]);
  expect(await refusal(forged)).toBe("altered");
});

test("a file of something else is called what it is not", async () => {
  expect(await refusal(Buffer.from("PK\u0003\u0004 a zip"))).toBe("not-a-bundle");
});

test("another's key does not open it", async () => {
  process.env.PLINTH_BUNDLE_IDENTITY = (await newKey()).identity;
  expect(await refusal(bytes)).toBe("wrong-key");
});

test("without a key, or with something that is none, it stays closed, and nothing of what was given is repeated", async () => {
  const notKey = join(folder, "not-a-key");
  writeFileSync(notKey, "AGE-SECRET-KEY-1SHORT but more\n");
  for (const given of ["", notKey, join(folder, "nowhere"), `${key.identity}x!`]) {
    process.env.PLINTH_BUNDLE_IDENTITY = given;
    expect(await refusal(bytes)).toBe("no-key");
  }
});

test("another environment's bundle is refused, also where its head was rewritten", async () => {
  const prod = { ...dev, name: "prod" };
  expect(await refusal(bytes, { environment: prod })).toBe("wrong-environment");
  const renamed = Buffer.from(bytes.toString("latin1").replace(" dev ", " prod "), "latin1");
  expect(await refusal(renamed, { environment: prod })).toBe("altered");
});

test("a file that is not the approved one is refused before it is opened", async () => {
  process.env.PLINTH_BUNDLE_IDENTITY = "";
  expect(await refusal(bytes, { approved: "0".repeat(64) })).toBe("not-approved");
});

test("content that only somebody with the public key could have written is refused", async () => {
  const forged = [{ version: 1 }, "text"].map((content) => seal("dev", JSON.stringify(content), key.recipient));
  for (const content of await Promise.all(forged)) expect(await refusal(content)).toBe("altered");
});

test("a file that is not there is the user's mistake", async () => {
  const expectation = { environment: dev, home: undefined };
  await expect(readBundle(join(folder, "none"), expectation)).rejects.toThrow("cannot be read (ENOENT)");
});

test("what was put in comes out, and the file shows none of it", async () => {
  expect(await refusal(bytes, { approved: sha256(bytes) })).toBeUndefined();
  const { content } = await readBundle(file, { environment: dev, home: undefined });
  const [stack] = content.stacks;
  expect(stack).toMatchObject({ name: "dev-foundation", course: "exact", plan: { sha256: sha256(planText(bucket)) } });
  expect(Buffer.from(stack?.plan?.bytes ?? "", "base64").toString()).toBe(planText(bucket));
  expect(content.surroundings).toEqual(surroundings);
  expect(bytes.includes(plantedSecret)).toBe(false);
  expect(JSON.stringify(stack?.reviewed)).not.toContain(plantedSecret);
});

test("an identity is also read from a file, as age-keygen writes it", async () => {
  const keyFile = join(folder, "key.txt");
  writeFileSync(keyFile, `# created: 2026-11-21T00:00:00Z\n# public key: ${key.recipient}\n${key.identity}\n`);
  process.env.PLINTH_BUNDLE_IDENTITY = keyFile;
  expect(await refusal(bytes)).toBeUndefined();
});

test("a simulated environment has a key of its own, which only its owner reads", async () => {
  const home = mkdtempSync(join(tmpdir(), "plinth-home-"));
  const own = { name: "dev", ci: { repository: "example-org/data-platform" } };
  const recipient = await recipientOf(own, home);
  expect(await recipientOf(own, home)).toBe(recipient);
  expect(statSync(join(home, "bundle.key")).mode & 0o777).toBe(0o600);
  expect(identitiesOf(own, home, "")).toEqual([readFileSync(join(home, "bundle.key"), "utf8").trim()]);
});

test("a real environment without a recipient gets no bundle", async () => {
  await expect(makeBundle(reviewed(undefined, [planned("foundation", planText(bucket))]))).rejects.toThrow(
    "environments/dev.ts: ci.bundleRecipient is not declared",
  );
  expect(existsSync(join(folder, "bundle.key"))).toBe(false);
});

test("no bundle is made of a stack that could not be planned, nor of what no commit says", async () => {
  const stack = planned("data", undefined);
  const failed = { ...stack, planned: { ...stack.planned, status: "failed" as const } };
  const changes = { surroundings: { ...surroundings, uncommitted: true } };
  await expect(makeBundle(reviewed(key.recipient, [failed], changes))).rejects.toThrow(
    /dev-data: it could not be planned[\s\S]*dev: files differ from commit 111111111111/,
  );
});

test("a plan that was made too early is not taken along as one to apply, nor is one that does nothing", async () => {
  const stacks = [
    plannedEarly("data", planText(bucket), "provisional"),
    plannedEarly("jobs", planText(bucket), "rehearsed"),
    planned("workers", undefined),
    planned("foundation", planText({ ...bucket, actions: ["no-op"] })),
  ];
  writeFileSync(file, await makeBundle(reviewed(key.recipient, stacks)));
  const { content } = await readBundle(file, { environment: dev, home: undefined });
  expect(content.stacks.map(({ course, planned, plan }) => ({ course, planned, plan }))).toEqual([
    { course: "again", planned: "own cloud", plan: undefined },
    { course: "again", planned: "simulated cloud", plan: undefined },
    { course: "none", planned: "own cloud", plan: undefined },
    { course: "none", planned: "own cloud", plan: undefined },
  ]);
});
