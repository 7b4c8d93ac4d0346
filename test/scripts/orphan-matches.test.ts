import { expect, test } from "@jest/globals";
import type { StoredObject } from "../../rehearsal/cloud/store.ts";
import type { Orphan } from "../../rehearsal/orphans.ts";
import type { Values } from "../../rehearsal/value.ts";
import { certain, plannedMatches, recordedMatches } from "../../scripts/orphan-matches.ts";

function orphan(type: string, id: string, values: Values, more: Partial<StoredObject> = {}): Orphan {
  return { object: { type, id, values: { id, ...values }, ...more }, folder: `aws/1/us-west-2/${type}`, importId: id };
}

const addresses = (matches: ReturnType<typeof certain>) =>
  matches.map(({ orphan, address }) => [orphan.importId, address]);

test("twins that nothing tells apart are left alone", () => {
  const twins = ["rtb-1", "rtb-2"].map((id) => orphan("aws_route_table", id, { vpc_id: "vpc-1" }));
  const creates = ["a", "b"].map((name) => ({
    address: `aws_route_table.${name}`,
    type: "aws_route_table",
    values: { vpc_id: "vpc-1" },
  }));
  const matches = plannedMatches(twins, creates);
  expect(matches.map((match) => match.addresses.length)).toEqual([2, 2]);
  expect(certain(matches)).toEqual([]);
});

test("two objects that claim one address are left alone", () => {
  const record = { address: "aws_vpc.vpc", private: { stack: "dev" } };
  const claims = ["vpc-1", "vpc-2"].map((id) => orphan("aws_vpc", id, {}, record));
  expect(certain(recordedMatches("dev", claims, () => true))).toEqual([]);
});

test("a record counts for its own stack, and only while its address is free", () => {
  const lost = orphan("aws_vpc", "vpc-1", {}, { address: "aws_vpc.vpc", private: { stack: "dev" } });
  expect(recordedMatches("prod", [lost], () => true)).toEqual([]);
  expect(certain(recordedMatches("dev", [lost], () => false))).toEqual([]);
  expect(addresses(certain(recordedMatches("dev", [lost], () => true)))).toEqual([["vpc-1", "aws_vpc.vpc"]]);
});

test("an object made by hand is known by its unique name, whatever else about it differs", () => {
  const bucket = orphan("aws_s3_bucket", "lake", { bucket: "lake", tags: null });
  const creates = [
    { address: "aws_s3_bucket.lake", type: "aws_s3_bucket", values: { bucket: "lake", tags: { owner: "us" } } },
    { address: "aws_s3_bucket.logs", type: "aws_s3_bucket", values: { bucket: "logs", tags: null } },
  ];
  expect(addresses(certain(plannedMatches([bucket], creates)))).toEqual([["lake", "aws_s3_bucket.lake"]]);
});
