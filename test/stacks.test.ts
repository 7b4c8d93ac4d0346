import { beforeAll, expect, test } from "@jest/globals";
import { environmentNames, loadEnvironment } from "../environments/catalog.ts";
import { synthesized } from "../scripts/goldens.ts";

const stacks = new Map<string, Record<string, unknown>>();
beforeAll(async () => {
  for (const name of environmentNames()) {
    for (const [stack, json] of synthesized(await loadEnvironment(name))) stacks.set(stack, json);
  }
});

const at = (value: unknown, ...path: (string | number)[]) =>
  path.reduce<unknown>((inner, key) => Object(inner)[key], value);

test("a stack hands over one output and nothing crosses by accident", () => {
  for (const json of stacks.values()) {
    const outputs = Object.keys(Object(json.output));
    expect(outputs.filter((name) => name !== "handover")).toEqual([]);
  }
});

test("every stack tags all that AWS lets it tag", () => {
  for (const [name, json] of stacks) {
    const tags = at(json, "provider", "aws", 0, "default_tags", 0, "tags");
    expect(tags).toEqual({
      Environment: name.split("-")[0],
      Platform: "data",
      Owner: "data-engineering",
      CostCenter: "data-platform",
      Source: "plinth",
    });
  }
});

test("every provider is bound to the environment's account and to no other", async () => {
  for (const [name, json] of stacks) {
    const { aws, snowflake } = await loadEnvironment(name.split("-")[0] ?? "");
    expect(at(json, "provider", "aws", 0, "allowed_account_ids")).toEqual([aws.accountId]);
    for (const provider of [at(json, "provider", "snowflake") ?? []].flat()) {
      expect(provider).toMatchObject({ organization_name: snowflake.organization, account_name: snowflake.account });
    }
  }
});

test("the default Snowflake provider can do nothing, and none is an account administrator", () => {
  const providers = [at(stacks.get("prod-data"), "provider", "snowflake")].flat() as Record<string, unknown>[];
  expect(providers.map(({ alias, role }) => [alias, role])).toEqual([
    [undefined, "PUBLIC"],
    ["objects", "PLINTH_OBJECTS"],
    ["loading", "PLINTH_LOADING"],
    ["governance", "PLINTH_GOVERNANCE"],
    ["access", "PLINTH_ACCESS"],
    ["users", "PLINTH_USERS"],
  ]);
});

test("state lies in the account's own bucket, encrypted and locked by a file", () => {
  expect(at(stacks.get("prod-data"), "terraform", "backend", "s3")).toMatchObject({
    bucket: "plinth-state-000000000030-us-west-2",
    key: "prod/prod-data.tfstate",
    encrypt: true,
    use_lockfile: true,
  });
});

test("prod and dr never read one another's state", () => {
  for (const [name, json] of stacks) {
    const environment = name.split("-")[0];
    const states = Object.values(Object(at(json, "data", "terraform_remote_state")));
    const keys = states.map((state) => String(at(state, "config", "key")));
    expect(keys.filter((key) => !key.startsWith(`${environment}/`))).toEqual([]);
  }
});
