import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { cdktf, type Outcome, plinth, programs, root, run } from "./command.ts";

jest.setTimeout(120_000);

const verbs = ["check", "rehearse", "job", "status", "lease", "rollback-data", "lock"];
const empty = programs({});
const old = programs({ terraform: `echo '{"terraform_version":"1.5.7"}'` });
const remedy =
  "Install Terraform 1.11.0 or newer from https://developer.hashicorp.com/terraform/install and put it first on PATH.";

/** A located refusal is short: no usage text, no stack trace. */
function refusal({ code, stdout, stderr }: Outcome): string {
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

test.each(verbs)("%s explains itself", async (verb) => {
  const { code, stdout, stderr } = await plinth([verb, "--help"]);
  expect(stdout).toMatch(new RegExp(`^Usage: plinth ${verb} `));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("the command names its verbs", async () => {
  const { code, stdout } = await plinth(["--help"]);
  for (const verb of verbs) expect(stdout).toMatch(new RegExp(`^  ${verb} `, "m"));
  expect(code).toBe(0);
});

test.each([
  { call: ["frobnicate"], says: "error: unknown command 'frobnicate'" },
  { call: ["rehearze", "dev"], says: "(Did you mean rehearse?)" },
  { call: ["check"], says: "error: missing required argument 'environment'" },
  { call: ["job", "local"], says: "error: missing required argument 'job'" },
  { call: ["rehearse", "dev", "--keeep", "x"], says: "(Did you mean --keep?)" },
  { call: ["rehearse", "dev", "--keep"], says: "error: option '--keep <folder>' argument missing" },
  { call: ["lease", "brake", "local"], says: "error: unknown command 'brake'\n(Did you mean break?)" },
  { call: ["lease", "break", "local"], says: "error: required option '--reason <text>' not specified" },
  { call: ["check", "prod", "dev"], says: "error: too many arguments" },
])("plinth $call is refused with what is wrong and where help is", async ({ call, says }) => {
  const text = refusal(await plinth(call));
  expect(text).toContain(says);
  expect(text).toContain("Run with --help to see what there is.");
});

test.each([
  ["check", "prdo"],
  ["rehearse", "prdo"],
  ["rehearse", "dev", "--as", "prdo"],
  ["job", "prdo", "publish"],
  ["status", "prdo"],
  ["lease", "show", "prdo"],
  ["rollback-data", "prdo", "--dry-run"],
])("plinth %s %s of an unknown environment names those there are and the nearest", async (...call) => {
  expect(refusal(await plinth(call))).toBe(
    'the environment is "prdo"; it must be one of local, dev, staging, prod, dr. Name one of them, perhaps prod.\n',
  );
});

test.each(["synth", "diff", "deploy", "destroy"])(
  "cdktf %s of an unknown environment does so too, and nothing is written",
  async (verb) => {
    const text = refusal(await cdktf([verb, "locla"]));
    expect(text).toMatch(/^cdktf: the target is locla; it must be .* Did you mean local\?\n$/);
    expect(existsSync(join(root, "cdktf.out/locla"))).toBe(false);
  },
);

test("cdktf without an environment says how to write it", async () => {
  expect(refusal(await cdktf(["deploy"]))).toBe(
    'cdktf deploy: no environment is named; it must say which. Write it like "npx cdktf deploy local".\n',
  );
});

test.each(["deploy", "diff", "destroy"])("cdktf %s of an environment with placeholders is refused", async (verb) => {
  const text = refusal(await cdktf([verb, "dev"]));
  expect(text).toContain('environments/dev.ts: aws.accountId is "000000000010"; it is a placeholder');
  expect(existsSync(join(root, "cdktf.out/dev.lock"))).toBe(false);
});

test.each([
  { call: ["job", "prod", "publish"], what: "run publish in prod, which is locked" },
  {
    call: ["job", "prod", "publish", "lease", "break", "--reason", "x"],
    what: "run publish lease break --reason x in prod",
  },
  { call: ["lease", "break", "prod", "--reason", "x"], what: "take the publish lease of prod from its holder" },
  { call: ["rollback-data", "prod"], what: "make the version before the live one live again in prod" },
])("plinth $call without a terminal does nothing and asks for --yes", async ({ call, what }) => {
  const text = refusal(await plinth(call));
  expect(text).toContain(`: ${what}`);
  expect(text).toContain("there is no terminal to ask at, and nothing was done. Add --yes to do it.");
});

test.each([
  ["job", "prod", "publish", "--yes"],
  ["job", "prod", "publish", "--dry-run"],
  ["job", "dev", "publish"],
  ["status", "prod"],
  ["lease", "show", "prod"],
  ["rollback-data", "prod", "--dry-run"],
])("plinth %s %s of an environment with placeholders is refused before any cluster is asked", async (...call) => {
  const text = refusal(await plinth(call, { PATH: empty }));
  expect(text).toMatch(
    /^environments\/(prod|dev)\.ts: aws\.accountId is "0{8}\d+"; it is a placeholder, and its jobs run in a real/,
  );
});

test("a database that no job publishes is refused with those that one does", async () => {
  expect(refusal(await plinth(["status", "local", "--database", "RAW_DATA"]))).toBe(
    "local: the published database is RAW_DATA; it must be one of ANALYTICS. Name it with --database.\n",
  );
});

test.each([
  { name: "plinth rehearse dev", call: () => plinth(["rehearse", "dev"], { PATH: empty }) },
  { name: "plinth lock", call: () => plinth(["lock"], { PATH: empty }) },
  { name: "cdktf diff local", call: () => cdktf(["diff", "local"], { PATH: empty }) },
])("$name without a Terraform says so with the remedy", async ({ call }) => {
  expect(refusal(await call())).toContain(`PATH: there is no terraform in ${empty}. ${remedy}\n`);
});

test.each([
  { name: "plinth rehearse dev", call: () => plinth(["rehearse", "dev"], { PATH: withFirst(old) }) },
  { name: "plinth lock", call: () => plinth(["lock"], { PATH: withFirst(old) }) },
  { name: "cdktf diff local", call: () => cdktf(["diff", "local"], { PATH: withFirst(old) }) },
])("$name with an old Terraform says so with the remedy", async ({ call }) => {
  expect(refusal(await call())).toContain(`PATH: terraform is 1.5.7; it must be 1.11.0 or newer. ${remedy}\n`);
});

test("plinth lock where no registry can be reached says so, and writes nothing", async () => {
  const nowhere = "http://127.0.0.1:9";
  const unreachable = { HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere, https_proxy: nowhere, NO_PROXY: "", no_proxy: "" };
  const impatient = {
    TF_REGISTRY_DISCOVERY_RETRY: "0",
    TF_REGISTRY_CLIENT_TIMEOUT: "1",
    TF_CLI_CONFIG_FILE: "/dev/null",
  };
  const before = existsSync(join(root, "providers.lock.hcl"));
  expect(refusal(await plinth(["lock"], { ...unreachable, ...impatient }))).toContain(
    "providers.lock.hcl: terraform could not fetch the providers; the lock is made from a registry. Run the command where one can be reached. Terraform said: ",
  );
  expect(existsSync(join(root, "providers.lock.hcl"))).toBe(before);
});

test("an old Node without the one that npm installs is told what is needed, by each program that starts things", async () => {
  const pretend = `Object.defineProperty(process.versions, "node", { value: "18.20.4" })`;
  const before = ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`];
  const install = await run("tools/install.js", [], {}, before);
  expect(refusal(install)).toBe(
    "install: Node is 18.20.4; it must be 20.19 or newer. Install Node 22 and run the command again.\n",
  );
});

function withFirst(folder: string): string {
  return [folder, process.env.PATH].join(delimiter);
}
