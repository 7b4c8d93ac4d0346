import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { RehearsedStack } from "./rehearsed-stack.ts";

function declared(values: object) {
  return { resource: { aws_thing: { one: values } } };
}

const init = ["init", "-no-color", "-input=false"];
const validate = ["validate", "-no-color"];

test("real Terraform refuses what is wrong and builds what is right", async () => {
  const stack = RehearsedStack.fake();
  const lock = () => readFileSync(join(stack.home, ".terraform.lock.hcl"), "utf8");
  const written = lock();
  stack.write(declared({ name: "one", colour: "red" }));
  await stack.succeed(...init);
  expect(lock()).toBe(written);

  expect((await stack.run(...validate)).stderr).toContain('No argument or block type is named "colour"');

  stack.write(declared({ name: "one", endpoint: "mine" }));
  const computed = await stack.run(...validate);
  expect(computed.stderr).toContain("Value for unconfigurable attribute");
  expect(computed.stderr).toContain("with aws_thing.one,\n  on cdk.tf.json line 1, in resource.aws_thing.one:");

  stack.write(declared({ name: "one", size: 0.1 }));
  expect(await stack.apply()).toContain("1 added, 0 changed, 0 destroyed");
  expect((await stack.plan()).stdout).toContain("No changes.");
}, 60_000);
