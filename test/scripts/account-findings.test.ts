import { delimiter } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { layers } from "../../environments/layers.ts";
import { accountFindings, simulatedFindings } from "../../scripts/account-findings.ts";
import { type Finding, obstacles } from "../../scripts/findings.ts";
import { programs } from "./command.ts";
import { live } from "./live.ts";

jest.setTimeout(60_000);

const signedIn: Finding = { item: "AWS identity", state: "ok", found: "me" };
const all = "echo '{}'";
const refused = (code: string) => `echo 'An error occurred (${code}) when calling the operation' >&2; exit 254`;

/** An `aws` that answers by operation. */
function aws(answers: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const cases = Object.entries(answers).map(([operation, answer]) => `${operation}) ${answer} ;;`);
  const PATH = [programs({ aws: `case "$2" in ${cases.join(" ")} *) ${all} ;; esac` }), process.env.PATH].join(
    delimiter,
  );
  return { ...process.env, PATH, SNOWFLAKE_PRIVATE_KEY: "-----BEGIN", AWS_PAGER: "" };
}

async function found(answers: Readonly<Record<string, string>>, item: RegExp): Promise<Finding[]> {
  return (await accountFindings(live, signedIn, aws(answers))).filter((finding) => item.test(finding.item));
}

test("without an identity nothing is asked and every item is unknown, but for the Snowflake login", async () => {
  const env = { PATH: programs({ aws: "echo asked >&2; exit 1" }) };
  const items = await accountFindings(live, { ...signedIn, state: "missing" }, env);
  expect(items.filter(({ state }) => state === "unknown").map(({ item }) => item)).toEqual([
    "state bucket",
    "plan role",
    "deploy role",
    ...layers.map((layer) => `live-${layer}`),
  ]);
  expect(items.filter(({ state }) => state !== "unknown")).toMatchObject([
    { item: "Snowflake login", state: "missing" },
  ]);
});

test("an absent state bucket calls for a bootstrap, and the layers are not looked for", async () => {
  const [bucket, ...standing] = await found({ "get-bucket-location": refused("NoSuchBucket") }, /bucket|^live-/);
  expect(bucket).toMatchObject({ state: "missing", found: "plinth-state-123456789012-us-west-2 does not exist" });
  expect(bucket?.remedy).toMatch(/^npx plinth bootstrap live/);
  const unseen = { state: "unknown", found: "not looked at: there is no state bucket" };
  expect(standing).toMatchObject(layers.map(() => unseen));
});

test("a bucket that may not be seen is another matter than one that is not there", async () => {
  const [bucket] = await found({ "get-bucket-location": refused("AccessDenied") }, /bucket/);
  expect(bucket).toMatchObject({ state: "missing", remedy: "Allow this identity to see the state bucket" });
});

test("a role that cannot be assumed is named with AWS's words and the way to be let in", async () => {
  const roles = await found({ "assume-role": refused("AccessDenied") }, /role/);
  expect(roles.map(({ item, state }) => [item, state])).toEqual([
    ["plan role", "missing"],
    ["deploy role", "missing"],
  ]);
  for (const { found: what, remedy } of roles) {
    expect(what).toMatch(/role\/plinth-live-(plan|deploy) cannot be assumed: An error occurred \(AccessDenied\)/);
    expect(remedy).toContain("ci.administrators of environments/live.ts");
  }
});

test("credentials and keys that pass through are in no finding", async () => {
  const answers = { "assume-role": `echo '{"Credentials": {"SecretAccessKey": "hush"}}'` };
  const text = JSON.stringify(await accountFindings(live, signedIn, aws(answers)));
  expect(text).not.toContain("hush");
  expect(text).not.toContain("-----BEGIN");
});

test("a layer stands when the bucket has its state; one that does not comes next and is not missing", async () => {
  const asked = `case "$*" in *live-jobs.tfstate*) ${refused("404")} ;; *) ${all} ;; esac`;
  expect(await found({ "head-object": asked }, /^live-/)).toMatchObject([
    ...["foundation", "data", "workers"].map((layer) => ({ item: `live-${layer}`, state: "ok", found: "has a state" })),
    { item: "live-jobs", state: "unknown", remedy: "npx cdktf deploy live" },
  ]);
});

test("a layer waits for what it uses: its role, its bucket, its login, and the layers that it reads", async () => {
  const nothing = { "head-object": refused("404"), "assume-role": refused("AccessDenied") };
  const items = await accountFindings(live, signedIn, { ...aws(nothing), SNOWFLAKE_PRIVATE_KEY: "" });
  const before = (layer: (typeof layers)[number]) => obstacles(items, [layer]).map(({ item }) => item);
  expect(before("foundation")).toEqual(["deploy role"]);
  expect(before("data")).toEqual(["deploy role", "Snowflake login", "live-foundation"]);
  expect(before("workers")).toEqual(["deploy role", "live-foundation"]);
  expect(before("jobs")).toEqual(["deploy role", "live-foundation", "live-data", "live-workers"]);
});

test("a simulated environment that nobody bootstrapped lacks nothing", () => {
  const items = simulatedFindings(live);
  expect(items.map(({ item }) => item)).toEqual(["bootstrap", ...layers.map((layer) => `live-${layer}`)]);
  expect(items.filter(({ state }) => state !== "unknown")).toEqual([]);
  expect(obstacles(items, ["foundation"])).toEqual([]);
});
