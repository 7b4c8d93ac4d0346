/** `cdktf deploy` of an environment in real accounts: what is checked before each of its layers, and in which calls they go. */
import { writeFileSync } from "node:fs";
import { delimiter } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { callsOf } from "../../tools/cdktf/calls.ts";
import { programs } from "../scripts/command.ts";
import { Checkout } from "./checkout.ts";

jest.setTimeout(300_000);

const checkout = new Checkout();
afterAll(() => checkout.remove());

beforeAll(() => {
  const live = `import { base } from "./base.ts";
import { declare } from "./declare.ts";
export const live = declare(base, {
  name: "live",
  protection: "ephemeral",
  ci: { repository: "acme/data-platform" },
  aws: { accountId: "123456789012", region: "us-west-2" },
  snowflake: { organization: "ACME", account: "MAIN", edition: "ENTERPRISE" },
  network: { cidr: "10.50.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"] },
  jobs: { image: "plinth/jobs@sha256:${"ab".repeat(32)}" },
  links: { connector: { sha256: "${"cd".repeat(32)}" } },
});
`;
  writeFileSync(checkout.path("environments/live.ts"), live);
});

const signedIn = `get-caller-identity) echo '{"Account": "123456789012", "Arn": "me"}' ;;`;

function surroundings(answers: string, terraform?: string): NodeJS.ProcessEnv {
  const aws = `case "$2" in ${signedIn} ${answers} *) echo '{}' ;; esac`;
  return { PATH: [programs({ aws, ...(terraform && { terraform }) }), process.env.PATH].join(delimiter) };
}

test("without what the first layer waits for, the deploy ends before the engine starts", async () => {
  const absent = "get-bucket-location) echo 'An error occurred (NoSuchBucket)' >&2; exit 254 ;;";
  const { code, stdout, stderr } = await checkout.run("cdktf", ["deploy", "live"], surroundings(absent));
  expect(stdout).toContain("live, before foundation, lacks 1 of ");
  expect(stdout).toContain("npx plinth bootstrap live");
  expect(stderr).not.toContain("cdktf deploy live-");
  expect(code).toBe(2);
});

test("a layer whose predecessors do not stand is not deployed alone", async () => {
  const none = "head-object) echo 'An error occurred (404)' >&2; exit 254 ;;";
  const { code, stdout } = await checkout.run("cdktf", ["deploy", "live-jobs"], surroundings(none));
  expect(stdout).toContain("live, before jobs, lacks 3 of ");
  expect(code).toBe(2);
});

test("with all of it the first layer starts; where that fails, no other does", async () => {
  const terraform = `[ "$1" = version ] && { echo '{"terraform_version":"1.11.4"}'; exit 0; }; echo "Error: as told" >&2; exit 1`;
  const { code, stdout, stderr } = await checkout.run("cdktf", ["deploy", "live"], surroundings("", terraform));
  expect(stdout).toContain("live, before foundation, lacks nothing that can be checked from here.");
  expect(stderr).toContain("cdktf deploy live-foundation --ignore-missing-stack-dependencies did not end well");
  expect(`${stdout}${stderr}`).not.toContain("live-data");
  expect(code).not.toBe(0);
});

test("the engine takes the calls of such a deploy, one after the other", async () => {
  const stacks = ["foundation", "data", "workers", "jobs"].map((layer) => `local-${layer}`);
  for (const call of callsOf("deploy", { name: "local", cloud: "real" }, stacks)) {
    expect((await checkout.run("cdktf", call)).code).toBe(0);
  }
  const states = checkout.files(".plinth/local/state").filter((file) => file.endsWith(".tfstate"));
  expect(states).toHaveLength(stacks.length);
});
