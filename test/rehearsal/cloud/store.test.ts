import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { Store } from "../../../rehearsal/cloud/store.ts";
import { ACCOUNT, awsProvider, REGION, temporaryCloud } from "./sample.ts";

const run = promisify(execFile);
const script = join(__dirname, "create-bucket.ts");

test("of two processes creating the same bucket at once, exactly one wins", async () => {
  const cloud = temporaryCloud();
  const tries = await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, [script, cloud, "contested"])));
  const said = tries.map(({ stdout }) => stdout);
  expect(said.filter((answer) => answer === "created")).toHaveLength(1);
  expect(said.filter((answer) => answer.includes("BucketAlreadyExists"))).toHaveLength(3);
}, 30_000);

test("processes creating different buckets at once all succeed and leave no lock behind", async () => {
  const cloud = temporaryCloud();
  const tries = await Promise.all(
    ["one", "two", "three"].map((name) => run(process.execPath, [script, cloud, `bucket-${name}`])),
  );
  expect(tries.map(({ stdout }) => stdout)).toEqual(["created", "created", "created"]);
  expect(readdirSync(cloud)).toEqual(["aws"]);
}, 30_000);

test("a lock left by a process that died is taken over", () => {
  const cloud = temporaryCloud();
  writeFileSync(join(cloud, ".lock"), "999999999");
  expect(awsProvider(cloud).create("aws_s3_bucket", { bucket: "after-a-crash" }).id).toBe("after-a-crash");
});

test.each([
  ["is no JSON", "{ oops", /file:? ?|JSON/],
  ["is no object", "[]", /no JSON object/],
  ["lacks its values", '{"type":"aws_vpc","id":"x"}', /lacks "type", "id" or "values"/],
  [
    "holds a value of the wrong type",
    '{"type":"aws_s3_bucket","id":"edited","values":{"bucket":5}}',
    /values.bucket must be a string/,
  ],
])("a stored file that %s gives an error with its path and the remedy", (_what, content, reason) => {
  const cloud = temporaryCloud();
  const aws = awsProvider(cloud);
  const bucket = aws.create("aws_s3_bucket", { bucket: "edited" });
  const file = join(cloud, "aws", ACCOUNT, REGION, "aws_s3_bucket", "edited.json");
  writeFileSync(file, content);
  expect(() => aws.read("aws_s3_bucket", bucket)).toThrow(reason);
  expect(() => aws.read("aws_s3_bucket", bucket)).toThrow(file);
  expect(() => aws.read("aws_s3_bucket", bucket)).toThrow(/Restore the file, or delete it/);
});

test("an unreadable identity names its file", () => {
  const cloud = temporaryCloud();
  writeFileSync(join(cloud, "identity.json"), '{"aws": {"accountId": 5}}');
  expect(() => awsProvider(cloud)).toThrow(/identity\.json.*accountId/s);
});

test("integers beyond 53 bits survive the store", () => {
  const store = new Store(temporaryCloud());
  const size = 9_223_372_036_854_775_807n;
  store.create("place", { type: "t", id: "i", values: { size, small: 5, decimal: "0.1" } });
  expect(store.get("place", "i")?.values).toEqual({ size, small: 5, decimal: "0.1" });
});

test("ids too long for a file name are kept apart", () => {
  const store = new Store(temporaryCloud());
  const id = '"'.repeat(150);
  expect(store.create("place", { type: "t", id: `${id}a`, values: {} })).toBe(true);
  expect(store.create("place", { type: "t", id: `${id}b`, values: {} })).toBe(true);
  expect(
    store
      .list("place")
      .map((object) => object.id.slice(-1))
      .sort(),
  ).toEqual(["a", "b"]);
});

test("an object's address and bookkeeping survive an update", () => {
  const cloud = temporaryCloud();
  const aws = awsProvider(cloud);
  const topic = aws.create("aws_sns_topic", { name: "alarms" });
  const folder = join(cloud, "aws", ACCOUNT, REGION, "aws_sns_topic");
  const file = join(folder, readdirSync(folder)[0] ?? "");
  const stored = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...stored, address: "aws_sns_topic.alarms", private: { seen: 1 } }));
  aws.update("aws_sns_topic", topic, { display_name: "Alarms" });
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    address: "aws_sns_topic.alarms",
    private: { seen: 1 },
    values: { display_name: "Alarms" },
  });
});

test("a cloud in which everything was deleted is an empty folder", () => {
  const cloud = temporaryCloud();
  mkdirSync(cloud, { recursive: true });
  const aws = awsProvider(cloud);
  const vpc = aws.create("aws_vpc", { cidr_block: "10.0.0.0/16" });
  const subnet = aws.create("aws_subnet", { vpc_id: vpc.id ?? null, cidr_block: "10.0.1.0/24" });
  const bucket = aws.create("aws_s3_bucket", { bucket: "short-lived" });
  aws.delete("aws_s3_bucket", bucket);
  aws.delete("aws_subnet", subnet);
  aws.delete("aws_vpc", vpc);
  expect(readdirSync(cloud)).toEqual([]);
});
