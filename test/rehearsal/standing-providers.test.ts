import { expect, test } from "@jest/globals";
import { type StandingProviders, standingProviders } from "../../rehearsal/standing-providers.ts";
import { terraform } from "../../rehearsal/terraform.ts";
import { RehearsedStack } from "./rehearsed-stack.ts";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function pidOf({ env }: StandingProviders): number {
  const [first] = Object.values(JSON.parse(env.TF_REATTACH_PROVIDERS ?? "{}"));
  return Number(Object(first).Pid);
}

const warehouse = (name: string, provider: string) => ({ name, warehouse_size: "XSMALL", provider });

test("one process serves every call of Terraform, and keeps a provider's configurations apart", async () => {
  const stack = new RehearsedStack(["aws", "snowflake"]);
  stack.write({
    terraform: {
      required_providers: { snowflake: { source: "snowflakedb/snowflake", version: "2.11.0" } },
      backend: { local: { path: "stack.tfstate" } },
    },
    provider: {
      snowflake: [
        { organization_name: "EXAMPLE_ORG", account_name: "PROD", user: "ONE", role: "PUBLIC" },
        { alias: "able", organization_name: "EXAMPLE_ORG", account_name: "PROD", user: "ONE", role: "SYSADMIN" },
      ],
    },
    resource: {
      snowflake_warehouse: { may: warehouse("MAY", "snowflake.able"), may_not: warehouse("MAY_NOT", "snowflake") },
    },
  });
  const providers = await standingProviders({ cwd: stack.home, env: stack.env, cloud: stack.cloud });
  const run = (...args: string[]) =>
    terraform([...args, "-no-color", "-input=false"], { cwd: stack.home, env: { ...stack.env, ...providers.env } });
  try {
    await stack.succeed("init", "-no-color", "-input=false");
    const applied = await run("apply", "-auto-approve");
    expect(applied.code).toBe(1);
    expect(applied.stdout).toContain("snowflake_warehouse.may: Creation complete");
    expect(applied.stderr).toContain("with snowflake_warehouse.may_not");
    expect(applied.stderr).not.toContain("with snowflake_warehouse.may,");
    expect((await stack.run("state", "list")).stdout.trim()).toBe("snowflake_warehouse.may");
    expect(isAlive(pidOf(providers))).toBe(true);
  } finally {
    await providers.end();
  }
  expect(isAlive(pidOf(providers))).toBe(false);
}, 60_000);
