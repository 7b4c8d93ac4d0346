/** What a user's shell and home may hold that changes what Terraform does. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import type { Rehearsal } from "../../scripts/rehearsal.ts";
import { badManners, Checkout } from "./checkout.ts";

jest.setTimeout(600_000);

const checkout = new Checkout();
const elsewhere = mkdtempSync(join(tmpdir(), "plinth-hostile-"));
afterAll(() => {
  checkout.remove();
  rmSync(elsewhere, { recursive: true });
});

const forbidden = `provider_installation {
  filesystem_mirror {
    path    = "/nowhere"
    include = ["*/*/*"]
  }
}
plugin_cache_dir = "${elsewhere}"
`;
const configuration = join(elsewhere, "hostile.rc");
writeFileSync(configuration, forbidden);
writeFileSync(join(checkout.userHome, ".terraformrc"), forbidden);

const hostile = {
  TF_CLI_CONFIG_FILE: configuration,
  TF_CLI_ARGS: "-bogus",
  TF_CLI_ARGS_apply: "-destroy",
  TF_DATA_DIR: join(elsewhere, "data"),
  TF_WORKSPACE: "other",
  TF_PLUGIN_CACHE_DIR: join(elsewhere, "cache"),
  TF_VAR_x: "1",
  TF_LOG: "TRACE",
  TF_LOG_PATH: join(elsewhere, "log"),
  TF_REATTACH_PROVIDERS: "{",
  TF_INPUT: "1",
  AWS_PROFILE: "nonexistent",
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  SNOWFLAKE_PROFILE: "nonexistent",
  KUBECONFIG: "/nowhere",
  PLINTH_CLOUD: elsewhere,
  CDKTF_OUTPUT: join(elsewhere, "out"),
  PLINTH_ENVIRONMENTS: "prod",
};

test("a rehearsal gives the same result as without it", async () => {
  const [plain, beset] = [await rehearsed(), await rehearsed(hostile)];
  expect(plain.succeeded).toBe(true);
  expect(counts(beset)).toEqual(counts(plain));
});

test("a deploy of local builds what it builds without it, and writes nowhere else", async () => {
  const outcome = await checkout.run("cdktf", ["deploy", "local"], hostile);
  expect({ ...outcome, stdout: "" }).toMatchObject({ code: 0 });
  expect(badManners(outcome)).toEqual([]);
  const after = await checkout.run("cdktf", ["deploy", "local"]);
  expect(after.stdout.match(/Resources: 0 added, 0 changed, 0 destroyed\./g)).toHaveLength(4);
  expect(readdirSync(elsewhere)).toEqual(["hostile.rc"]);
  expect(existsSync(join(checkout.userHome, ".terraform.d"))).toBe(false);
});

async function rehearsed(env: NodeJS.ProcessEnv = {}): Promise<Rehearsal> {
  const { stdout } = await checkout.run("plinth", ["rehearse", "dev", "--json"], env);
  return JSON.parse(stdout);
}

function counts({ succeeded, stacks }: Rehearsal): unknown {
  return { succeeded, stacks: stacks.map(({ stack, resources, problems }) => ({ stack, resources, problems })) };
}
