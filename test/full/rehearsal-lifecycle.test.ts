import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { terraform } from "../../rehearsal/terraform.ts";
import { RehearsedStack } from "../rehearsal/rehearsed-stack.ts";

jest.setTimeout(120_000);

const full = {
  name: "one",
  size: 0.1,
  tags: { owner: "us" },
  password_wo: "hidden",
  settings: { mode: "m" },
  rule: [{ name: "r" }],
  port: [{ number: 1 }, { number: 2 }],
};

function declared(one: object, more: object = {}) {
  return { resource: { aws_thing: { one } }, ...more };
}

async function standing(one: object, more: object = {}, base?: NodeJS.ProcessEnv): Promise<RehearsedStack> {
  const stack = RehearsedStack.fake(base);
  stack.write(declared(one, more));
  await stack.succeed("init", "-no-color", "-input=false");
  await stack.apply();
  return stack;
}

/** Exit code 0 of a detailed plan: nothing to do. */
async function expectNoChanges(stack: RehearsedStack): Promise<void> {
  const { code, stdout, stderr } = await stack.plan();
  expect(`${stderr}${stdout}`).toContain("No changes.");
  expect(code).toBe(0);
}

test("a failed create is not in the state, and says where it was declared", async () => {
  const stack = RehearsedStack.fake();
  stack.write(declared({ name: "refused" }));
  await stack.succeed("init", "-no-color", "-input=false");
  const { code, stderr } = await stack.run("apply", "-auto-approve", "-no-color");
  expect(code).toBe(1);
  expect(stderr).toContain("The name is taken.");
  expect(stderr).toContain("with aws_thing.one,");
  expect((await stack.succeed("state", "list")).trim()).toBe("");
});

test("an object is created, updated in place, replaced and destroyed, with nothing to do after each", async () => {
  const stack = await standing(full);
  await expectNoChanges(stack);
  stack.write(declared({ ...full, size: 5, rule: [{ name: "new" }, { name: "r" }], port: [{ number: 2, note: "n" }] }));
  expect(await stack.apply()).toContain("0 added, 1 changed, 0 destroyed");
  await expectNoChanges(stack);
  stack.write(declared({ ...full, name: "two" }));
  expect(await stack.apply()).toContain("1 added, 0 changed, 1 destroyed");
  await expectNoChanges(stack);
  expect(await stack.succeed("destroy", "-auto-approve", "-no-color")).toContain("1 destroyed");
});

test("a deleted object and an edited one are drift", async () => {
  const stack = await standing(full);
  const file = join(stack.cloud, "one.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), size: 77 }));
  const edited = await stack.plan();
  expect(edited.code).toBe(2);
  expect(edited.stdout).toMatch(/size +(= )?77 -> 0\.1/);
  rmSync(file);
  const deleted = await stack.plan();
  expect(deleted.code).toBe(2);
  expect(deleted.stdout).toContain("1 to add, 0 to change, 0 to destroy");
});

test("an existing object is imported and then left alone", async () => {
  const first = await standing({ name: "one" });
  const stack = RehearsedStack.fake();
  stack.write(declared({ name: "one" }, { import: [{ to: "aws_thing.one", id: "one" }] }));
  await stack.succeed("init", "-no-color", "-input=false");
  expect((await stack.plan()).stderr).toContain("There is no thing one.");
  writeFileSync(join(stack.cloud, "one.json"), readFileSync(join(first.cloud, "one.json")));
  expect(await stack.apply()).toContain("1 imported, 0 added, 0 changed, 0 destroyed");
  await expectNoChanges(stack);
});

test("a type that is declared no more can still be destroyed", async () => {
  const stack = await standing({ name: "one" });
  stack.write({ provider: { aws: [{}] } });
  expect(await stack.apply()).toContain("0 added, 0 changed, 1 destroyed");
});

test("a data source reads, and a sensitive value stays hidden and must be declared so", async () => {
  const stack = await standing({ name: "one" });
  const data = { data: { aws_thing: { view: { name: "one" } } } };
  const output = (sensitive: boolean) => ({ secret: { value: "$" + "{aws_thing.one.secret}", sensitive } });
  stack.write(declared({ name: "one" }, { ...data, output: output(false) }));
  expect((await stack.plan()).stderr).toContain("Output refers to sensitive values");
  const endpoint = { endpoint: { value: "$" + "{data.aws_thing.view.endpoint}" } };
  stack.write(declared({ name: "one" }, { ...data, output: { ...output(true), ...endpoint } }));
  const shown = await stack.apply();
  expect(shown).toContain('endpoint = "made-up endpoint"');
  expect(shown).toContain("secret = <sensitive>");
});

test("hostile variables and CLI configuration change nothing", async () => {
  const elsewhere = RehearsedStack.fake().home;
  const configuration = join(elsewhere, "hostile.rc");
  writeFileSync(configuration, "provider_installation {\n  direct {}\n}\n");
  const hostile = {
    ...process.env,
    TF_CLI_CONFIG_FILE: configuration,
    TF_CLI_ARGS: "-no-such-flag",
    TF_CLI_ARGS_plan: "-destroy",
    TF_DATA_DIR: join(elsewhere, "data"),
    TF_WORKSPACE: "other",
    TF_PLUGIN_CACHE_DIR: "/nowhere",
    TF_REATTACH_PROVIDERS: "{",
    TF_LOG: "trace",
    AWS_PROFILE: "nobody",
  };
  const stack = await standing({ name: "one" }, {}, hostile);
  await expectNoChanges(stack);
  const unprotected = await terraform(["plan", "-input=false"], { cwd: stack.home, env: hostile });
  expect(unprotected.code).toBe(1);
});
