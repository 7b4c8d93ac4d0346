import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { Store } from "../../../rehearsal/cloud/store.ts";
import type { FaultInput } from "../../../rehearsal/faults/fault.ts";
import { removeLost } from "../../../rehearsal/faults/loss.ts";
import { ACCOUNT, awsProvider, REGION, temporaryCloud } from "../cloud/sample.ts";

function faulty(...faults: FaultInput[]) {
  const folder = temporaryCloud();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "faults.json"), JSON.stringify({ faults }));
  return { folder, aws: awsProvider(folder) };
}

const bucket = { bucket: "lake" };
const call = async ({ aws }: ReturnType<typeof faulty>, operation: "create" | "read" = "create") =>
  await aws.cloud.before?.(operation, "aws_s3_bucket", bucket);

test("a call fails as often as asked for, and then no more", async () => {
  const cloud = faulty({ fail: "create", address: "aws_s3_bucket.*", times: 2 });
  await expect(call(cloud)).rejects.toThrow(/InternalFailure: a fault .* struck aws_s3_bucket\./);
  await expect(call({ ...cloud, aws: awsProvider(cloud.folder) })).rejects.toThrow(/InternalFailure/);
  await call(cloud);
});

test("other operations and other addresses are left alone", async () => {
  const cloud = faulty({ fail: "create", address: "aws_vpc.*" }, { fail: "delete", address: "**" });
  await call(cloud);
  await call(cloud, "read");
});

test("throttling is retried like the real provider does, and given up after 25 attempts; other codes are not retried", async () => {
  await call(faulty({ fail: "create", address: "**", times: 24, code: "ThrottlingException" }));
  const always = faulty({ fail: "create", address: "**", times: "always", code: "ThrottlingException" });
  await expect(call(always)).rejects.toThrow(/ThrottlingException: .* after 25 attempts/);
  await expect(call(faulty({ fail: "create", address: "**", code: "ServiceQuotaExceededException" }))).rejects.toThrow(
    /ServiceQuotaExceededException/,
  );
});

test("a seeded share strikes the same addresses in every run", async () => {
  const struck = async (seed: number) => {
    const { aws } = faulty({ fail: "read", share: 40, seed });
    const types = ["aws_vpc", "aws_subnet", "aws_s3_bucket", "aws_kms_key", "aws_iam_role", "aws_eip"];
    const results = await Promise.allSettled(
      types.map((type) => aws.cloud.before?.("read", type, { id: "x", bucket: "x", name: "x", region: REGION })),
    );
    return types.filter((_, index) => results[index]?.status === "rejected");
  };
  expect(await struck(7)).toEqual(await struck(7));
  expect(await struck(7)).not.toEqual(await struck(8));
});

test("a new role is unseen by as many looks as asked for, keeps its name, and is seen after that", () => {
  const { aws } = faulty({ lag: 2 });
  const role = aws.create("aws_iam_role", { name: "late", assume_role_policy: "{}" });
  expect(aws.read("aws_iam_role", role)).toBeNull();
  expect(() => aws.create("aws_iam_role", { name: "late", assume_role_policy: "{}" })).toThrow(/EntityAlreadyExists/);
  expect(aws.read("aws_iam_role", role)).toBeNull();
  expect(aws.read("aws_iam_role", role)).toMatchObject({ name: "late" });
});

test("what refers to a new object is retried by the provider until it is seen", () => {
  const { aws } = faulty({ lag: 5, address: "aws_vpc.*" });
  const vpc = aws.create("aws_vpc", { cidr_block: "10.0.0.0/16" });
  const subnet = aws.create("aws_subnet", { vpc_id: vpc.id ?? null, cidr_block: "10.0.0.0/24" });
  expect(subnet.vpc_id).toBe(vpc.id);
});

test("in a lost region nothing stands and no call is answered; elsewhere all goes on", async () => {
  const { aws, folder } = faulty({ loseRegion: REGION });
  const made = aws.create("aws_s3_bucket", bucket);
  expect(removeLost(folder, [{ loseRegion: REGION }])).toEqual([`aws/${ACCOUNT}/${REGION}`]);
  expect(new Store(folder).names(`aws/${ACCOUNT}`)).not.toContain(REGION);
  await expect(aws.cloud.before?.("read", "aws_s3_bucket", made)).rejects.toThrow(/region us-west-2 .* is lost/);
  await aws.cloud.before?.("create", "aws_s3_bucket", { ...bucket, region: "us-east-1" });
});

test("a lost account answers no call in any region", async () => {
  const { aws } = faulty({ loseAccount: ACCOUNT });
  await expect(aws.cloud.before?.("create", "aws_vpc", { region: "us-east-1" })).rejects.toThrow(/account \d+ is lost/);
});
