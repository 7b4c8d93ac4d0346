import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { physicalName } from "../../constructs/support/names.ts";
import { callersOf } from "../../environments/callers.ts";
import { entriesOfPlan } from "../../rehearsal/faults/address-book.ts";
import { rehearsalEnvironment, terraform } from "../../rehearsal/terraform.ts";
import { prepareStackFolder } from "../../rehearsal/working-folder.ts";
import { importOne } from "../../scripts/import.ts";
import { stackPlaces } from "../../scripts/stack-places.ts";
import { RehearsedEnvironment } from "../support/rehearsed-environment.ts";

jest.setTimeout(600_000);

/** What a team has made by hand before it knew of Plinth: a VPC, buckets and a database, by a little stack of its own. */
async function makeByHand(dev: RehearsedEnvironment): Promise<void> {
  const { environment } = dev;
  const { aws, snowflake, network } = environment;
  const folder = join(dev.home, "by-hand");
  mkdirSync(folder, { recursive: true });
  prepareStackFolder(folder, { cloudDir: dev.cloud, providers: ["aws", "snowflake"] });
  const bucket = (...parts: string[]) => ({ bucket: physicalName("bucket", environment, ...parts) });
  const configuration = {
    terraform: {
      required_providers: {
        aws: { source: "aws", version: "6.66.0" },
        snowflake: { source: "snowflakedb/snowflake", version: "2.11.0" },
      },
    },
    provider: {
      aws: [{ region: aws.region }],
      snowflake: [
        {
          organization_name: snowflake.organization,
          account_name: snowflake.account,
          role: callersOf(environment).snowflake.roles.objects,
        },
      ],
    },
    resource: {
      aws_vpc: { ours: { cidr_block: "cidr" in network ? network.cidr : "" } },
      aws_s3_bucket: { artifacts: bucket("artifacts"), bronze: bucket("bronze") },
      snowflake_database: { analytics: { name: databaseName } },
    },
  };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration));
  const run = { cwd: folder, env: rehearsalEnvironment(process.env, dev.home) };
  for (const args of [["init"], ["apply", "-auto-approve"]]) {
    const { code, stdout, stderr } = await terraform([...args, "-input=false", "-no-color"], run);
    if (code !== 0) throw new Error(`${stdout}${stderr}`);
  }
}

const databaseName = "DEV_ANALYTICS";

async function planned(dev: RehearsedEnvironment, stack: string) {
  const place = stackPlaces(dev.environment, dev.home).find((candidate) => candidate.stack === stack);
  if (place === undefined) throw new Error(`there is no stack ${stack}`);
  for (const args of [
    ["init", "-no-color"],
    ["plan", "-out=adopted.tfplan", "-no-color"],
  ]) {
    const { code, stdout, stderr } = await terraform([...args, "-input=false"], place);
    if (code !== 0) throw new Error(`${stdout}${stderr}`);
  }
  const { stdout } = await terraform(["show", "-json", "adopted.tfplan"], place);
  const { resource_changes } = JSON.parse(stdout);
  const changes: {
    address: string;
    type: string;
    change: { actions: string[]; after: { bucket?: string; name?: string } };
  }[] = resource_changes;
  return { changes, entries: entriesOfPlan(stdout), places: stackPlaces(dev.environment, dev.home) };
}

test("a VPC, buckets and a database that were made by hand are adopted, and nothing of them is destroyed or replaced", async () => {
  const dev = await RehearsedEnvironment.of("dev");
  await dev.run([]);
  await makeByHand(dev);
  const vpc = dev.orphans().find(({ object }) => object.type === "aws_vpc");
  const { entries, places } = await planned(dev, "dev-foundation");
  const address = entries.find(({ type }) => type === "aws_vpc")?.address ?? "";
  expect(await importOne(places, address, vpc?.importId ?? "")).toBe("dev-foundation");

  const first = await dev.adopt();
  expect(first.problems).toEqual([]);
  expect(first.adopted.map(({ id }) => id)).toEqual([physicalName("bucket", dev.environment, "artifacts")]);
  const foundation = await planned(dev, "dev-foundation");
  expect(foundation.changes.filter(({ change }) => change.actions.includes("delete"))).toEqual([]);
  expect((await dev.run(["foundation"])).succeeded).toBe(true);

  const second = await dev.adopt();
  expect(second.problems).toEqual([]);
  const bronze = physicalName("bucket", dev.environment, "bronze");
  expect(second.adopted.map(({ id }) => id).sort()).toEqual([`"${databaseName}"`, bronze].sort());
  const data = await planned(dev, "dev-data");
  expect(data.changes.filter(({ change }) => change.actions.includes("delete"))).toEqual([]);
  const made = data.changes.filter(({ type, change }) => type === "aws_s3_bucket" && change.actions.includes("create"));
  expect(made.map(({ change }) => change.after.bucket)).not.toContain(bronze);
  expect((await dev.run(["data"])).succeeded).toBe(true);
  expect(dev.orphans()).toEqual([]);
  expect(await dev.pending(["foundation", "data"])).toEqual({ added: 0, changed: 0, destroyed: 0 });
});
