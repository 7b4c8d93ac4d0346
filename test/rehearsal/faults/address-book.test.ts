import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "@jest/globals";
import { openCloud } from "../../../rehearsal/cloud/open.ts";
import { Store } from "../../../rehearsal/cloud/store.ts";
import { AddressBook, entriesOfPlan, writeAddressBook } from "../../../rehearsal/faults/address-book.ts";
import { loadSchema } from "../../../rehearsal/schema/catalog.ts";
import { ACCOUNT, proposed, REGION, temporaryCloud } from "../cloud/sample.ts";

const change = (address: string, after: object, more: object = {}) => ({
  address,
  mode: "managed",
  type: address.split(".")[0],
  change: { actions: ["create"], before: null, after, after_unknown: { id: true }, after_sensitive: {}, ...more },
});
const plan = (...resource_changes: object[]) => entriesOfPlan(JSON.stringify({ resource_changes }));

test("a sensitive value does not reach the store", () => {
  const [entry] = plan(change("aws_thing.one", { name: "a", password: "p" }, { after_sensitive: { password: true } }));
  expect(entry).toEqual({ address: "aws_thing.one", type: "aws_thing", values: { name: "a" } });
});

test("a create is found by type and values, an object that stands by its id, and twins are one target", () => {
  const cloud = temporaryCloud();
  const alike = { cidr_block: "10.0.0.0/24" };
  const entries = plan(
    change("aws_subnet.a", alike),
    change("aws_subnet.b", alike),
    change("aws_subnet.c", { cidr_block: "10.0.1.0/24" }),
    change("aws_vpc.vpc", {}, { actions: ["no-op"], before: { id: "vpc-1" } }),
  );
  writeAddressBook(cloud, "stack", entries);
  const book = new AddressBook(cloud, "stack");
  expect(book.ofCreate("aws_subnet", { cidr_block: "10.0.1.0/24", id: "x" })).toEqual(["aws_subnet.c"]);
  expect(book.ofCreate("aws_vpc", { cidr_block: "10.0.1.0/24" })).toEqual([]);
  expect(book.ofExisting("aws_vpc", "vpc-1")).toBe("aws_vpc.vpc");
  expect(book.label("aws_subnet", alike)).toEqual({
    private: { stack: "stack", twins: ["aws_subnet.a", "aws_subnet.b"] },
  });
});

test("a created object keeps its address", () => {
  const cloud = temporaryCloud();
  const stack = basename(cloud);
  writeAddressBook(cloud, stack, plan(change("aws_s3_bucket.lake", { bucket: "lake" })));
  writeFileSync(join(cloud, "identity.json"), "{}");
  const aws = openCloud("aws", cloud, stack);
  aws.configure({ region: REGION, allowed_account_ids: [ACCOUNT] });
  aws.create(
    "aws_s3_bucket",
    loadSchema("aws", "resource", "aws_s3_bucket"),
    proposed("aws", "aws_s3_bucket", { bucket: "lake" }),
  );
  const stored = new Store(cloud).get(`aws/${ACCOUNT}/${REGION}/aws_s3_bucket`, "lake");
  expect(stored).toMatchObject({ address: "aws_s3_bucket.lake", private: { stack } });
});
