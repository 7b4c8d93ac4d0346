import { expect, test } from "@jest/globals";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { base } from "../../environments/base.ts";
import { declare, type EnvironmentBase, type EnvironmentPatch } from "../../environments/declare.ts";

const qa = {
  name: "qa",
  protection: "ephemeral",
  aws: { accountId: "000000000010", region: "us-west-2" },
  snowflake: { organization: "EXAMPLE_ORG", account: "NONPROD", edition: "ENTERPRISE", shared: true },
  network: { cidr: "10.10.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"] },
} satisfies EnvironmentPatch;

function problems(patch: unknown, over: EnvironmentBase = base): readonly string[] {
  try {
    declare(over, patch as EnvironmentPatch);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

const nobody = "an environment without a name";

test.each([
  [null, `${nobody}: the environment is null; it must be an object. Write an object.`],
  [undefined, `${nobody}: the environment is missing; it must be given, as an object. Add it.`],
  [[], `${nobody}: the environment is []; it must be an object. Write an object.`],
  [5, `${nobody}: the environment is 5; it must be an object. Write an object.`],
  [() => 1, `${nobody}: the environment is a function; it must be an object. Write an object.`],
])("a patch that is %p is refused in one line", (patch, line) => {
  expect(problems(patch)).toEqual([line]);
});

test("an empty patch is told everything it lacks", () => {
  expect(problems({})).toEqual([
    `${nobody}: aws is missing; it must be given, as an object. Add it.`,
    `${nobody}: name is missing; it must be given, as a text. Add it.`,
    `${nobody}: network.cidr is missing; it must be given, as a text. Add it.`,
    `${nobody}: network.zones is missing; it must be given, as a list. Add it.`,
    `${nobody}: protection is missing; it must be given, as one of ephemeral, standard, locked. Add it.`,
    `${nobody}: snowflake.account is missing; it must be given, as a text. Add it.`,
    `${nobody}: snowflake.edition is missing; it must be given, as one of STANDARD, ENTERPRISE, BUSINESS_CRITICAL. Add it.`,
    `${nobody}: snowflake.organization is missing; it must be given, as a text. Add it.`,
  ]);
});

test.each([
  ["null", null, "null"],
  ["a list", [], "[]"],
  ["a function", () => 1, "a function"],
  ["a big integer", 5n, "5n"],
])("a domain that is %s causes one line and no other", (_, value, shown) => {
  expect(problems({ ...qa, streaming: value })).toEqual([
    `environments/qa.ts: streaming is ${shown}; it must be an object. Write an object.`,
  ]);
});

test.each([
  [
    "of an unknown kind",
    { mode: "borrowed" },
    'network.mode is "borrowed"; it must be own or existing. Write one of them.',
  ],
  [
    "with a key of no kind",
    { ...qa.network, natGateway: "one" },
    'network.natGateway is "one"; there is no such key. Rename it, perhaps to natGateways, or remove it.',
  ],
])("a network %s causes one line and no other", (_, network, line) => {
  expect(problems({ ...qa, network })).toEqual([`environments/qa.ts: ${line}`]);
});

test("names that every object inherits are names like any other", () => {
  const topics = { constructor: { partitions: 1 } };
  const sound = declare({ ...base, streaming: { ...base.streaming, topics }, jobs: {} }, qa);
  expect(sound.streaming.topics.constructor).toMatchObject({ partitions: 1 });
  expect(
    problems({ ...qa, streaming: { topics: { valueof: { partitions: 1, producers: ["constructor"] } } } }),
  ).toEqual([
    'environments/qa.ts: streaming.topics.valueof.producers.0 is "constructor"; it must be a role of identity.roles or a job (event-collector, partner-drop, event-monitor, ingest, publish, transform, backfill, maintenance). Name one of them or declare the role.',
  ]);
});

test("a key __proto__ is refused at any depth and changes no prototype", () => {
  const patch: unknown = JSON.parse('{ "streaming": { "topics": { "__proto__": { "partitions": 1 } } } }');
  expect(problems({ ...qa, ...(patch as object) })).toEqual([
    "environments/qa.ts: streaming.topics.__proto__ is { partitions: 1 }; there is no such key. Remove it.",
  ]);
  expect(Object.hasOwn(Object.prototype, "partitions")).toBe(false);
});

test("a long value is shortened, between characters", () => {
  const [line = ""] = problems({ ...qa, tags: { owner: "💧".repeat(500) } });
  expect(line).toMatch(/^environments\/qa\.ts: tags\.owner is "(💧){78}…; it must be the team/u);
});

test("a default that breaks a rule is called one", () => {
  expect(problems({ ...qa, network: { ...qa.network, cidr: "172.20.0.0/16" } })).toEqual([
    'environments/qa.ts: workers.serviceCidr is "172.20.0.0/16" by default; it must not overlap the VPC\'s range 172.20.0.0/16. Choose a range outside it, like "10.100.0.0/16".',
  ]);
});

test("a publish job without warehouse, and a role too few, are refused", () => {
  const { warehouse: _, waitsFor: __, ...job } = base.jobs.definitions.publish;
  const roles = { ...base.warehouse.roles, PUBLISHER: { ...base.warehouse.roles.PUBLISHER, writes: ["CONTROL"] } };
  const over = {
    ...base,
    jobs: { ...base.jobs, definitions: { publish: job } },
    warehouse: { ...base.warehouse, roles },
  };
  expect(problems(qa, over)).toEqual([
    "environments/base.ts: jobs.definitions.publish.warehouse is missing; it must be given, as an object. Add it.",
    "environments/base.ts: warehouse.databases.ANALYTICS.publishedBySwap is true; exactly one role must write a database that is published by swap, and none does. Add it to the writes of the role that publishes.",
  ]);
});

test("what may be a secret is not repeated, wherever it stands", () => {
  const secret = "hunter2-hunter2";
  const lines = problems({
    ...qa,
    secrets: { "api-token": secret, "snowflake-publisher-key": { value: secret } },
    tags: { password: secret },
    identity: { roles: { "event-monitor": { description: `postgres://me:${secret}@host/db` } } },
  });
  expect(lines).toHaveLength(4);
  expect(lines.join("\n")).not.toContain(secret);
});

test("an unreadable permission is told together with the other problems", () => {
  process.env.PLINTH_UNLOCK = "please";
  try {
    const lines = problems({ ...qa, name: "prod", snowflake: { ...qa.snowflake, shared: false, account: "x" } });
    expect(lines[0]).toMatch(
      /^environments\/prod\.ts: protection is "ephemeral"; the environment prod must be at least locked, and the permission to go below is no good: PLINTH_UNLOCK: the value is "please"; /,
    );
    expect(lines[1]).toMatch(/^environments\/prod\.ts: snowflake\.account is "x"; /);
  } finally {
    delete process.env.PLINTH_UNLOCK;
  }
});

test("base and patch stay as they were, and what comes out can be changed nowhere", () => {
  const before = JSON.stringify([base, qa]);
  const sound = declare(base, qa);
  expect(JSON.stringify([base, qa])).toBe(before);
  expect(() => Object.assign(sound.network.zones, ["x"])).toThrow(TypeError);
  expect(() => Object.assign(sound.jobs.definitions.publish?.requests ?? {}, { cpu: "9" })).toThrow(TypeError);
});
