import { delimiter } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { prod } from "../../environments/prod.ts";
import { findings } from "../../scripts/findings.ts";
import { plinth, programs } from "./command.ts";
import { live } from "./live.ts";

jest.setTimeout(120_000);

const secrets = Object.keys(live.secrets);

/** An `aws` that answers who calls, and what it is told of every secret. */
function aws({ caller, secret = "{}", head = "{}" }: Record<"caller", string> & { secret?: string; head?: string }) {
  const folder = programs({
    aws: `case "$2" in head-object) ${head} ;; *) case "$1" in sts) ${caller} ;; secretsmanager) ${secret} ;; esac ;; esac`,
  });
  return { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) };
}

const signedIn = `echo '{"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/me"}'`;

async function found(env: NodeJS.ProcessEnv, item: RegExp) {
  const all = await findings(live, env, () => {});
  return all.filter((finding) => item.test(finding.item));
}

test("prod lacks its accounts, its images and the provider lock, each with the command that supplies it", async () => {
  const { code, stdout, stderr } = await plinth(["check", "prod", "--json"]);
  const { findings: all } = JSON.parse(stdout);
  const missing: { item: string; remedy?: string }[] = all.filter(
    ({ state }: { state: string }) => state === "missing",
  );
  const items = ["aws.accountId", "snowflake.organization", "jobs.image", "links.connector.sha256"];
  expect(missing.map(({ item }) => item)).toEqual(expect.arrayContaining(items));
  expect(missing.filter(({ remedy }) => !remedy)).toEqual([]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
});

test("before a layer, only what it waits for is said; nothing stands in the way of a layer that lacks nothing", async () => {
  const { code, stdout } = await plinth(["check", "prod", "--before", "jobs", "--json"]);
  const items: string[] = JSON.parse(stdout).findings.map(({ item }: { item: string }) => item);
  expect(items).toEqual(expect.arrayContaining(["aws.accountId", "AWS identity", "prod-data"]));
  expect(items.filter((item) => /^secret|Snowflake login|plan role|prod-jobs/.test(item))).toEqual([]);
  expect(code).toBe(2);
  const local = await plinth(["check", "local", "--before", "foundation"]);
  expect(local).toMatchObject({
    code: 0,
    stdout: "local, before foundation, lacks nothing that can be checked from here.\n",
  });
});

test("a layer that there is not is refused with those that there are", async () => {
  const { code, stderr } = await plinth(["check", "prod", "--before", "cellar"]);
  expect(stderr).toContain("Allowed choices are foundation, data, workers, jobs.");
  expect(code).toBe(1);
});

test("the table says the same without colours", async () => {
  const { code, stdout } = await plinth(["check", "prod"]);
  expect(stdout).toContain("aws.accountId");
  expect(stdout).toMatch(/^prod lacks \d+ of \d+\.$/m);
  expect(stdout).not.toContain(String.fromCharCode(27));
  expect(code).toBe(2);
});

test("local lacks nothing but tools, and with them nothing", async () => {
  const { code, stdout } = await plinth(["check", "local"]);
  expect(stdout).toContain("local lacks nothing that can be checked from here.");
  expect(code).toBe(0);
});

test("without a Terraform even local lacks one", async () => {
  const { code, stdout } = await plinth(["check", "local", "--json"], { PATH: programs({}) });
  expect(JSON.parse(stdout).findings).toContainEqual(expect.objectContaining({ item: "Terraform", state: "missing" }));
  expect(code).toBe(2);
});

test("AWS is not asked while the account is a placeholder", async () => {
  const env = aws({ caller: "echo asked >&2; exit 1" });
  const identity = (await findings(prod, env, () => {})).find(({ item }) => item === "AWS identity");
  expect(identity).toMatchObject({
    item: "AWS identity",
    state: "unknown",
    found: "not looked at: the account is not named yet",
  });
});

test("without the AWS CLI the identity is missing and secrets are unknown", async () => {
  const env = { ...process.env, PATH: programs({ terraform: `echo '{"terraform_version":"1.11.4"}'` }) };
  expect(await found(env, /identity/)).toEqual([
    expect.objectContaining({ state: "missing", found: "there is no aws on PATH" }),
  ]);
  expect((await found(env, /^secret /)).map(({ state }) => state)).toEqual(secrets.map(() => "unknown"));
});

test("a caller who is not signed in is told the account to sign in to, in AWS's words", async () => {
  const env = aws({ caller: "echo 'Unable to locate credentials.' >&2; exit 253" });
  expect(await found(env, /identity/)).toMatchObject([
    {
      item: "AWS identity",
      state: "missing",
      found: "Unable to locate credentials.",
      remedy: "Sign in to account 123456789012: aws sso login, or AWS_PROFILE",
    },
  ]);
});

test("another account is named with the one that it should be", async () => {
  const env = aws({ caller: `echo '{"Account": "999999999999"}'` });
  expect(await found(env, /identity/)).toEqual([
    expect.objectContaining({
      state: "missing",
      found: "signed in to account 999999999999",
      remedy: "Sign in to 123456789012, the account of live",
    }),
  ]);
});

test("an aws that answers nonsense is no identity", async () => {
  const env = aws({ caller: "echo hello" });
  expect(await found(env, /identity/)).toEqual([
    expect.objectContaining({ state: "missing", found: "aws answered something that is not JSON" }),
  ]);
});

test("an empty secret is missing with the command that fills it, a filled one is not, an absent one comes with the deploy", async () => {
  expect(secrets.length).toBeGreaterThan(0);
  const states = async (secret: string) =>
    (await found(aws({ caller: signedIn, secret }), /^secret /)).map(({ state }) => state);
  expect(await states("echo '{}'")).toEqual(secrets.map(() => "missing"));
  expect(await states(`echo '{"VersionIdsToStages": {"v1": ["AWSCURRENT"]}}'`)).toEqual(secrets.map(() => "ok"));
  expect(await states("echo 'An error occurred (ResourceNotFoundException)' >&2; exit 254")).toEqual(
    secrets.map(() => "unknown"),
  );
  expect(await states("echo 'An error occurred (AccessDeniedException)' >&2; exit 254")).toEqual(
    secrets.map(() => "missing"),
  );
  const [empty] = await found(aws({ caller: signedIn, secret: "echo '{}'" }), /^secret /);
  expect(empty?.remedy).toMatch(/^aws secretsmanager put-secret-value --secret-id \S+ --region us-west-2 /);
});

test("a connector's archive is missing until it lies in the bucket with the declared checksum, and unknown without an identity", async () => {
  const item = /^links\.connector 3\.5\.0$/;
  const state = async (head: string) => (await found(aws({ caller: signedIn, head }), item)).map(({ state }) => state);
  const sum = Buffer.from("cd".repeat(32), "hex").toString("base64");
  expect(await state(`echo '{"ChecksumSHA256": "${sum}"}'`)).toEqual(["ok"]);
  expect(await state(`echo '{"ChecksumSHA256": "other"}'`)).toEqual(["missing"]);
  expect(await state("echo 'An error occurred (403): Forbidden' >&2; exit 254")).toEqual(["missing"]);
  const [absent] = await found(
    aws({ caller: signedIn, head: "echo 'An error occurred (404): Not Found' >&2; exit 254" }),
    item,
  );
  expect(absent).toMatchObject({
    state: "missing",
    found: `s3://plinth-live-artifacts/connectors/snowflake-kafka-connector-3.5.0-${"cd".repeat(32)}.zip is not there`,
    remedy: "npx plinth artifacts push live <archive>, once the foundation is deployed",
  });
  const [unseen] = await found(aws({ caller: "exit 1" }), item);
  expect(unseen?.state).toBe("unknown");
});
