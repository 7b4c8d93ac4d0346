import { spawnSync } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { providerProgram } from "../../rehearsal/program.ts";
import { prepareStackFolder, providerScript } from "../../rehearsal/working-folder.ts";

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

/** The file a script starts: Node is told to say what it was given instead of running it. */
function started(script: string): string {
  const options = "--import=data:text/javascript,console.log(process.argv[1]);process.exit()";
  const { stdout } = spawnSync(script, { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: options } });
  return stdout.trim();
}

test("a provider is started from the built file while that is there and newer than the source", () => {
  const { source, built } = providerProgram();
  if (built === undefined) throw new Error("no program was built");
  const stack = folder();
  const copy = join(folder(), "it's built.mjs");
  const changed = join(folder(), "it's changed.ts");
  for (const file of [copy, changed]) writeFileSync(file, "");
  prepareStackFolder(stack, { cloudDir: "/one", providers: ["aws"] });
  const [script = ""] = scripts(stack);
  expect(started(script)).toBe(built.file);

  writeFileSync(
    script,
    providerScript("aws", "/one", { source, built: { ...built, file: copy, madeFrom: [changed] } }),
  );
  utimesSync(changed, new Date(), new Date(Date.now() - 1000));
  expect(started(script)).toBe(copy);
  utimesSync(changed, new Date(), new Date(Date.now() + 1000));
  expect(started(script)).toBe(source);
  rmSync(changed);
  expect(started(script)).toBe(source);
  rmSync(copy);
  expect(started(script)).toBe(source);
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
