import { MskCluster } from "@cdktf/provider-aws/lib/msk-cluster/index.js";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { expect, test } from "@jest/globals";
import { all, build, only } from "./synth.ts";

const built = build((stack) => {
  new S3Bucket(stack, "first", { bucket: "a", forceDestroy: true, lifecycle: { preventDestroy: true } });
  new S3Bucket(stack, "second", { bucket: "b" });
});

test("a resource that is not there, or not the only one, is an error that says what is", () => {
  expect(() => only(built, MskCluster)).toThrow('0 resources aws_msk_cluster end in ""; there are: none');
  expect(() => only(built, S3Bucket)).toThrow('2 resources aws_s3_bucket end in ""; there are: first, second');
  expect(() => only(built, S3Bucket, "ond")).toThrow('0 resources aws_s3_bucket end in "ond"');
});

test("attributes are read by Terraform's names, also nested ones, and a misspelled one does not compile", () => {
  const first = only(built, S3Bucket, "first");
  expect(first.force_destroy).toBe(true);
  expect(first.lifecycle?.prevent_destroy).toBe(true);
  // @ts-expect-error Terraform's name is force_destroy.
  expect(first.forceDestroy).toBeUndefined();
  // @ts-expect-error Terraform's name is prevent_destroy.
  expect(first.lifecycle?.preventDestroy).toBeUndefined();
});

test("every resource of a class is found by its path", () => {
  expect(Object.keys(all(built, S3Bucket))).toEqual(["first", "second"]);
});
