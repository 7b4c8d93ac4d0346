import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { bootstrapAccounts } from "../../rehearsal/bootstrap.ts";
import { orphansIn, readState } from "../../rehearsal/orphans.ts";
import type { Values } from "../../rehearsal/value.ts";
import { ACCOUNT, awsProvider, snowflakeProvider, temporaryCloud } from "./cloud/sample.ts";

function stateFile(content: string): string {
  const folder = temporaryCloud();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "a.tfstate");
  writeFileSync(file, content);
  return file;
}

const stateOf = (type: string, name: string, attributes: Values) =>
  JSON.stringify({ resources: [{ mode: "managed", type, name, instances: [{ attributes }] }] });

test("a state that ends in the middle is an error with its remedy, an empty one holds nothing", () => {
  const torn = stateFile('{ "version": 4, "resources": [ {');
  expect(() => readState(torn)).toThrow(/a\.tfstate: the state cannot be read .* Put .*\.backup in its place/);
  expect(readState(stateFile(""))).toEqual([]);
  expect(readState("/nowhere.tfstate")).toEqual([]);
});

test("everything in the cloud that no state holds is an orphan, but what a bootstrap made", () => {
  const cloud = temporaryCloud();
  bootstrapAccounts(cloud, {
    aws: { accountId: ACCOUNT, roles: ["deploy"], policies: [] },
    snowflake: { organization: "ACME", account: "DATA", roles: [] },
  });
  const kept = awsProvider(cloud).create("aws_s3_bucket", { bucket: "kept" });
  awsProvider(cloud).create("aws_s3_bucket", { bucket: "lost" });
  const vpc = awsProvider(cloud, { region: "us-east-1" }).create("aws_vpc", { cidr_block: "10.0.0.0/16" });
  snowflakeProvider(cloud).create("snowflake_database", { name: "RAW" });
  const state = readState(stateFile(stateOf("aws_s3_bucket", "kept", kept)));
  expect(state.map(({ address }) => address)).toEqual(["aws_s3_bucket.kept"]);
  const orphans = orphansIn(cloud, state).map(({ object, importId }) => `${object.type} ${importId}`);
  expect(orphans).toEqual([`aws_vpc ${vpc.id}`, "aws_s3_bucket lost", 'snowflake_database "RAW"']);
});
