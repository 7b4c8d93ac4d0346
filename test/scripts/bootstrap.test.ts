import { existsSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import { homesAmong } from "../../environments/accounts.ts";
import type { Environment } from "../../environments/environment.ts";
import { prod } from "../../environments/prod.ts";
import { bootstrapReal } from "../../scripts/bootstrap-real.ts";
import { plinth, programs, root } from "./command.ts";
import { live } from "./live.ts";

jest.setTimeout(60_000);

const stacks = ["state-123456789012-us-west-2", "account-ACME-MAIN"];
afterAll(() => {
  for (const stack of stacks) rmSync(join(root, "cdktf.out", stack), { recursive: true, force: true });
  const states = join(root, ".plinth", "bootstrap");
  if (existsSync(states) && readdirSync(states).length === 0) rmdirSync(states);
});

/** A bootstrap of an environment where `aws` and `terraform` answer as they are told; every call of the latter is on record. */
function bootstrap({ aws = "echo '{}'", terraform = "", environment = live, yes = true }: Surroundings) {
  const record = join(mkdtempSync(join(tmpdir(), "plinth-bootstrap-")), "calls");
  const recorded = `echo "$(basename "$PWD"): $*" >> ${record}; ${terraform}`;
  const PATH = [programs({ aws, terraform: recorded }), process.env.PATH].join(delimiter);
  const asked: string[] = [];
  const done = bootstrapReal({
    environment,
    homes: homesAmong(environment, [environment]),
    env: { ...process.env, PATH },
    report: () => {},
    confirm: async (stack) => asked.push(stack) > 0 && yes,
  });
  const calls = () => (existsSync(record) ? readFileSync(record, "utf8").trim().split("\n") : []);
  return { done, asked, verbs: () => calls().map((call) => call.split(" ").slice(0, 2).join(" ")) };
}

interface Surroundings {
  readonly aws?: string;
  readonly terraform?: string;
  readonly environment?: Environment;
  readonly yes?: boolean;
}

test("an environment that there is not is refused with those that there are", async () => {
  const { code, stderr } = await plinth(["bootstrap", "nowhere"]);
  expect(stderr).toContain("prod");
  expect(code).toBe(1);
});

test("accounts that nobody has named are not bootstrapped, and nothing is asked of AWS or Terraform", async () => {
  const { code, stdout, stderr } = await plinth(["bootstrap", "prod", "--yes"]);
  expect(stderr).toMatch(/aws\.accountId is "000000000030"; it is a placeholder.*\n.*snowflake\.organization/);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  const { done, verbs } = bootstrap({ environment: prod, aws: "exit 1" });
  await expect(done).rejects.toThrow("it is a placeholder");
  expect(verbs()).toEqual([]);
});

test("where it cannot be told whether the state bucket stands, nothing is made", async () => {
  const { done, verbs } = bootstrap({ aws: "echo 'An error occurred (403): Forbidden' >&2; exit 254" });
  await expect(done).rejects.toThrow(
    "plinth-state-123456789012-us-west-2: it cannot be told whether the state bucket exists",
  );
  expect(verbs()).toEqual([]);
});

test("a plan that nobody approves is not applied", async () => {
  const { done, asked, verbs } = bootstrap({ yes: false });
  await expect(done).rejects.toThrow(`${stacks[0]}: the plan was not approved; nothing of it is applied`);
  expect(asked).toEqual([stacks[0]]);
  expect(verbs()).toEqual([`${stacks[0]}: init`, `${stacks[0]}: plan`]);
});

test.each(["init", "plan", "apply"])(
  "where Terraform's %s fails, its words are passed on and nothing follows",
  async (verb) => {
    const terraform = `[ "$1" = ${verb} ] && { echo "Error: AccessDenied" >&2; exit 1; }; exit 0`;
    const { done, verbs } = bootstrap({ terraform });
    await expect(done).rejects.toThrow(new RegExp(`terraform ${verb} failed in cdktf.out/.*Error: AccessDenied`));
    expect(verbs().at(-1)).toBe(`${stacks[0]}: ${verb}`);
  },
);

test("where the bucket stands, both stacks are planned, approved and applied, one after the other", async () => {
  const { done, asked, verbs } = bootstrap({});
  await done;
  expect(asked).toEqual(stacks);
  expect(verbs()).toEqual(stacks.flatMap((stack) => ["init", "plan", "apply"].map((verb) => `${stack}: ${verb}`)));
  const [state = "", account = ""] = stacks.map((stack) =>
    readFileSync(join(root, "cdktf.out", stack, "stacks", stack, "cdk.tf.json"), "utf8"),
  );
  expect(JSON.parse(state).terraform.backend.s3.key).toBe(`state/${stacks[0]}.tfstate`);
  expect(JSON.parse(account).terraform.backend.s3.key).toBe(`account/${stacks[1]}.tfstate`);
});

test("where there is no bucket yet, the state stack starts with its state on this machine", async () => {
  const { done } = bootstrap({ aws: "echo 'An error occurred (404): Not Found' >&2; exit 254", yes: false });
  await expect(done).rejects.toThrow("was not approved");
  const file = join(root, "cdktf.out", stacks[0] ?? "", "stacks", stacks[0] ?? "", "cdk.tf.json");
  const { backend } = JSON.parse(readFileSync(file, "utf8")).terraform;
  expect(Object.keys(backend)).toEqual(["local"]);
});
