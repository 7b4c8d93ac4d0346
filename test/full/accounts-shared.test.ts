/** Environments that meet in an account or in a caller: what they share, and what they must not. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, jest, test } from "@jest/globals";
import { accountsOf } from "../../environments/accounts.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import { homeFolders } from "../../environments/home.ts";
import { layers } from "../../environments/layers.ts";
import { writeIdentity } from "../../rehearsal/bootstrap.ts";
import { terraform } from "../../rehearsal/terraform.ts";
import { type StackPlace, stackPlaces } from "../../scripts/stack-places.ts";
import { RehearsedEnvironment, unchanged } from "../support/rehearsed-environment.ts";

jest.setTimeout(600_000);

let dev: RehearsedEnvironment;
let staging: RehearsedEnvironment;
let prod: RehearsedEnvironment;

beforeAll(async () => {
  dev = await RehearsedEnvironment.of("dev");
  staging = await RehearsedEnvironment.of("staging", dev.home);
  prod = await RehearsedEnvironment.of("prod");
});

test("dev and staging stand side by side in one Snowflake account, and neither touches the other", async () => {
  expect(dev.environment.snowflake.account).toBe(staging.environment.snowflake.account);
  for (const environment of [dev, staging]) {
    const { stacks } = await environment.run(layers);
    expect(stacks.flatMap(({ problems }) => problems)).toEqual([]);
    expect(stacks).toHaveLength(layers.length);
  }
  expect(await dev.pending(layers)).toEqual(unchanged);
  expect(await staging.pending(layers)).toEqual(unchanged);
});

test("they have no Snowflake object and no AWS name in common", () => {
  const [ofDev, ofStaging] = [idsOf(dev), idsOf(staging)];
  expect(ofDev.length).toBeGreaterThan(100);
  expect(ofDev.filter((id) => ofStaging.includes(id))).toEqual([]);
  const accounts = readdirSync(join(dev.cloud, "snowflake"));
  expect(accounts).toEqual(["EXAMPLE_ORG-NONPROD"]);
});

test.each(["foundation", "data", "workers", "jobs"] as const)(
  "called with dev's accounts, prod's standing stack %s is refused at its first call, and nothing changes",
  async (layer) => {
    if (prod.standing(layers[0]).length === 0) await prod.run(layers);
    expect(prod.standing(layer).length).toBeGreaterThan(0);
    const stranger = prod.copy();
    const place = placeOf(stackPlaces(stranger.environment, stranger.home), layer);
    expect((await terraform(["init", "-input=false", "-no-color"], place)).code).toBe(0);
    writeIdentity(stranger.cloud, accountsOf(await loadEnvironment("dev")));
    const before = snapshot(stranger);
    for (const verb of [["plan"], ["apply", "-auto-approve"], ["apply", "-auto-approve", "-refresh=false"]]) {
      const { code, stderr } = await terraform([...verb, "-input=false", "-no-color"], place);
      expect(code).toBe(1);
      expect(stderr.replaceAll(/[│\s]+/g, " ")).toMatch(/AWS account 000000000010|account 000000000010/i);
    }
    expect(snapshot(stranger)).toEqual(before);
  },
);

test("the plan role plans every layer, also the one inside the cluster, and may change none", async () => {
  writeIdentity(dev.cloud, accountsOf(dev.environment));
  const places = stackPlaces(dev.environment, dev.home, "plan");
  for (const place of places) {
    expect((await terraform(["init", "-input=false", "-no-color"], place)).code).toBe(0);
    const args = ["plan", "-detailed-exitcode", "-input=false", "-no-color"];
    expect([place.stack, (await terraform(args, place)).code]).toEqual([place.stack, 0]);
  }
  const destroy = ["destroy", "-auto-approve", "-input=false", "-no-color"];
  const { code, stderr } = await terraform(destroy, placeOf(places, "jobs"));
  expect(code).toBe(1);
  expect(stderr.replaceAll(/[│\s]+/g, " ")).toContain("has AmazonEKSViewPolicy");
});

/** What tells an object from all others of its type, but for its account. What lies inside a cluster is told by the cluster. */
function idsOf(environment: RehearsedEnvironment): string[] {
  return layers
    .flatMap((layer) => environment.standing(layer))
    .filter(({ type }) => /^(aws|snowflake)_/.test(type))
    .map(({ type, values }) => `${type} ${String(values.arn ?? values.id).replaceAll(/\d{12}/g, "account")}`);
}

function placeOf(places: readonly StackPlace[], layer: string): StackPlace {
  const place = places.find((candidate) => candidate.layer === layer);
  if (place === undefined) throw new Error(`there is no layer ${layer}`);
  return place;
}

/** Every object and state with its text; not who calls, and not the locks of the store. */
function snapshot({ home }: RehearsedEnvironment): Record<string, string> {
  const files = [homeFolders(home).cloud, homeFolders(home).state].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }),
  );
  const kept = files.filter((file) => file.isFile() && /\.(json|tfstate)$/.test(file.name));
  const paths = kept.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, "utf8")]));
}
