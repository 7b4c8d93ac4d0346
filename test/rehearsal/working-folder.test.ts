import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { prepareStackFolder } from "../../rehearsal/working-folder.ts";

function folder(): string {
  return mkdtempSync(join(tmpdir(), "working-folder-"));
}

function scripts(stack: string): string[] {
  return readdirSync(join(stack, "terraform.d"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("a path with quotes and spaces reaches the provider unharmed", () => {
  const stack = folder();
  const program = join(folder(), "it's a program.mjs");
  writeFileSync(program, "console.log(JSON.stringify([process.env.PLINTH_CLOUD, ...process.argv.slice(2)]));");
  prepareStackFolder(stack, { cloudDir: "/a 'cloud' $HOME", providers: ["helm"], program });
  const { stdout } = spawnSync(scripts(stack)[0] ?? "", { encoding: "utf8" });
  expect(JSON.parse(stdout)).toEqual(["/a 'cloud' $HOME", "helm"]);
});

test("preparing again leaves other files and follows a moved cloud", () => {
  const stack = folder();
  prepareStackFolder(stack, { cloudDir: "/one", providers: ["aws"] });
  writeFileSync(join(stack, "cdk.tf.json"), "{}");
  const lock = readFileSync(join(stack, ".terraform.lock.hcl"), "utf8");
  prepareStackFolder(stack, { cloudDir: "/two", providers: ["aws"] });
  expect(existsSync(join(stack, "cdk.tf.json"))).toBe(true);
  expect(readFileSync(scripts(stack)[0] ?? "", "utf8")).toContain("PLINTH_CLOUD='/two'");
  expect(readFileSync(join(stack, ".terraform.lock.hcl"), "utf8")).not.toBe(lock);
});

test("each provider is an executable in the place Terraform looks in, and locked at its version", () => {
  const stack = folder();
  prepareStackFolder(stack, { cloudDir: "cloud", providers: ["snowflake", "aws"] });
  const found = scripts(stack);
  expect(found).toHaveLength(2);
  for (const script of found) expect(() => accessSync(script, constants.X_OK)).not.toThrow();
  const places = found.map((script) =>
    script.slice(stack.length).replace(/[a-z0-9]+_[a-z0-9]+(?=\/[^/]+$)/, "PLATFORM"),
  );
  expect(places.sort()).toEqual([
    "/terraform.d/plugins/registry.terraform.io/hashicorp/aws/6.66.0/PLATFORM/terraform-provider-aws_v6.66.0",
    "/terraform.d/plugins/registry.terraform.io/snowflakedb/snowflake/2.11.0/PLATFORM/terraform-provider-snowflake_v2.11.0",
  ]);
  const lock = readFileSync(join(stack, ".terraform.lock.hcl"), "utf8");
  expect(lock.match(/provider "[^"]+"|version +=.*/g)).toEqual([
    'provider "registry.terraform.io/hashicorp/aws"',
    'version     = "6.66.0"',
    'provider "registry.terraform.io/snowflakedb/snowflake"',
    'version     = "2.11.0"',
  ]);
});
