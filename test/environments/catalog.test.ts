import { afterEach, expect, test } from "@jest/globals";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { environmentNames, loadEnvironment } from "../../environments/catalog.ts";
import { unlock } from "../../environments/unlock.ts";

async function problemsOf(name: string): Promise<readonly string[]> {
  try {
    await loadEnvironment(name);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

test("an unknown environment is refused with the known ones, and with the one that was meant", async () => {
  expect(await problemsOf("prdo")).toEqual([
    'the environment is "prdo"; it must be one of local, dev, staging, prod, dr. Name one of them, perhaps prod.',
  ]);
  expect(await problemsOf("../secrets")).toEqual([
    'the environment is "../secrets"; it must be one of local, dev, staging, prod, dr. Name one of them, or declare it in environments/<name>.ts.',
  ]);
});

test("what is no environment is not taken for one, though its file stands beside them", async () => {
  for (const name of ["base", "declare", "environment", "catalog"]) {
    expect((await problemsOf(name)).join()).toContain("it must be one of local, dev, staging, prod, dr");
  }
});

test("the environments come in the order in which a change is promoted", () => {
  expect(environmentNames()).toEqual(["local", "dev", "staging", "prod", "dr"]);
});

test.each(environmentNames())("%s can be loaded, and is frozen at every depth", async (name) => {
  const environment = await loadEnvironment(name);
  expect(environment.name).toBe(name);
  expect(open(environment, [])).toEqual([]);
});

function open(value: unknown, path: string[]): string[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, child]) => open(child, [...path, key]));
  return Object.isFrozen(value) ? inner : [path.join("."), ...inner];
}

test("environments do not take each other's addresses, and share a Snowflake account only when they say so", async () => {
  const all = await Promise.all(environmentNames().map(loadEnvironment));
  const ranges = all.map(({ network }) => network.cidr);
  expect(new Set(ranges).size).toBe(ranges.length);
  for (const { snowflake, name } of all) {
    const same = all.filter((other) => other.snowflake.account === snowflake.account);
    expect([name, snowflake.shared]).toEqual([name, same.length > 1]);
  }
});

afterEach(() => {
  delete process.env.PLINTH_UNLOCK;
});

test.each(["prod", "prod:*", "prod:*:Friday 13", "prod::2030-01-01", ":*:2030-01-01", "prod:*:2030-13-45"])(
  "the permission %j is refused with an example that would be valid",
  (text) => {
    const now = new Date("2030-05-05T00:00:00Z");
    expect(() => unlock("prod", now, text)).toThrow(
      `PLINTH_UNLOCK: the value is ${JSON.stringify(text)}; it must be <environment>:<address glob>:<expiry date>. Write it like "prod:aws_s3_bucket.*:2030-05-06".`,
    );
    expect(unlock("prod", now, "prod:aws_s3_bucket.*:2030-05-06")?.covers("aws_s3_bucket.lake")).toBe(true);
  },
);

test("a permission that has expired is an error, and one for another environment is none", () => {
  const now = new Date("2030-05-05T00:00:00Z");
  expect(() => unlock("prod", now, "prod:*:2030-05-05")).toThrow(
    "PLINTH_UNLOCK: the permission for prod expired at 2030-05-05T00:00:00.000Z; it must lie in the future. Remove it or ask for a new one.",
  );
  expect(unlock("prod", now, "dr:*:2030-06-01")).toBeUndefined();
  expect(unlock("prod", now, "")).toBeUndefined();
});
