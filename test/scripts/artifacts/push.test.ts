import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { artifactsOf } from "../../../environments/artifacts.ts";
import { base } from "../../../environments/base.ts";
import { declare } from "../../../environments/declare.ts";
import type { Environment } from "../../../environments/environment.ts";
import { homeFolders } from "../../../environments/home.ts";
import { artifactFile, standInForArtifacts } from "../../../rehearsal/artifacts.ts";
import { pushArtifacts } from "../../../scripts/artifacts/push.ts";
import { plinth, programs } from "../command.ts";

jest.setTimeout(60_000);

const content = Buffer.from("PK\u0003\u0004 connector and provider of secrets", "latin1");
const sha256 = createHash("sha256").update(content).digest("hex");
const sum = Buffer.from(sha256, "hex").toString("base64");

function environment(given: { sha256?: string; accountId?: string } = {}): Environment {
  return declare(base, {
    name: "live",
    protection: "standard",
    aws: { accountId: given.accountId ?? "123456789012", region: "us-west-2" },
    snowflake: { organization: "ACME", account: "MAIN", edition: "ENTERPRISE" },
    network: { cidr: "10.50.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"] },
    links: { connector: { sha256: given.sha256 ?? sha256 } },
  });
}

function file(bytes: Buffer | string, name = "connector.zip"): string {
  const path = join(mkdtempSync(join(tmpdir(), "plinth-artifact-")), name);
  writeFileSync(path, bytes);
  return path;
}

const newHome = () => mkdtempSync(join(tmpdir(), "plinth-home-"));

function push(files: string[], home?: string, env: NodeJS.ProcessEnv = {}, given = {}) {
  return pushArtifacts(environment(given), files, home, env, () => {});
}

function placed(home: string): string {
  const [artifact] = artifactsOf(environment());
  if (artifact === undefined) throw new Error("the environment declares one");
  return artifactFile(homeFolders(home).cloud, artifact);
}

/** An `aws` that answers by what it is asked, and writes down what that was. */
function aws(answers: { head: string; put?: string }): { env: NodeJS.ProcessEnv; calls: () => string[] } {
  const log = join(mkdtempSync(join(tmpdir(), "plinth-calls-")), "calls");
  const folder = programs({
    aws: `echo "$*" >> ${log}; case "$2" in head-object) ${answers.head} ;; put-object) ${answers.put ?? "exit 9"} ;; esac`,
  });
  const env = { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) };
  return { env, calls: () => readFileSync(log, "utf8").trim().split("\n") };
}

const notFound = "echo 'An error occurred (404) when calling the HeadObject operation: Not Found' >&2; exit 254";
const same = `echo '{"ChecksumSHA256": "${sum}"}'`;

test("a file that is not there, a folder, and what is no ZIP archive are refused by name, and nothing is put", async () => {
  const home = newHome();
  await expect(push(["/nowhere/connector.zip"], home)).rejects.toThrow(
    "/nowhere/connector.zip: the archive cannot be read (ENOENT); it must be a file of this machine. Correct the path, or its permissions.",
  );
  await expect(push([home], home)).rejects.toThrow("the archive cannot be read (it is no file)");
  await expect(push([file("#!/bin/sh")], home)).rejects.toThrow("the file is no ZIP archive");
  expect(readdirSync(home)).toEqual([]);
});

test("an archive of another hash than declared is refused with both, and nothing is put", async () => {
  const home = newHome();
  const declared = "cd".repeat(32);
  const wrong = push([file(content)], home, {}, { sha256: declared });
  await expect(wrong).rejects.toThrow(`its SHA-256 is ${sha256}; in live links.connector.sha256 is "${declared}"`);
  const oneOfTwo = push([file(content), file("PK\u0003\u0004 another")], home);
  await expect(oneOfTwo).rejects.toThrow("only what is declared is pushed");
  expect(readdirSync(home)).toEqual([]);
});

test("an unknown environment is named with those that exist", async () => {
  const { code, stderr } = await plinth(["artifacts", "push", "nope", file(content)]);
  expect(stderr).toContain('the environment is "nope"; it must be one of local, dev, staging, prod, dr.');
  expect(code).toBe(1);
});

test("a real environment whose account nobody has named is refused", async () => {
  const nameless = push([file(content)], undefined, {}, { accountId: "000000000030" });
  await expect(nameless).rejects.toThrow('aws.accountId is "000000000030", a placeholder');
});

test("in a simulated cloud the archive replaces its stand-in, and again changes nothing", async () => {
  const home = newHome();
  standInForArtifacts(homeFolders(home).cloud, artifactsOf(environment()));
  expect(readFileSync(placed(home), "utf8")).toContain("stands in for an artifact");
  const archive = file(content);
  expect((await push([archive], home)).map(({ was }) => was)).toEqual(["missing"]);
  expect(readFileSync(placed(home)).equals(content)).toBe(true);
  expect((await push([archive], home)).map(({ was }) => was)).toEqual(["there"]);
  expect(readdirSync(dirname(placed(home)))).toHaveLength(1);
});

test("in a simulated cloud another archive under the name stays, and is reported", async () => {
  const home = newHome();
  await push([file(content)], home);
  writeFileSync(placed(home), "PK\u0003\u0004 by hand");
  await expect(push([file(content)], home)).rejects.toThrow("another file lies there");
  expect(readFileSync(placed(home), "utf8")).toContain("by hand");
});

test("in a real account the archive is put over nothing, with its checksum, into the bucket of that account", async () => {
  const { env, calls } = aws({ head: notFound, put: "echo '{}'" });
  const archive = file(content);
  expect((await push([archive], undefined, env)).map(({ was }) => was)).toEqual(["missing"]);
  const key = `connectors/snowflake-kafka-connector-3.5.0-${sha256}.zip`;
  const place = `--bucket plinth-live-artifacts --key ${key} --expected-bucket-owner 123456789012 --region us-west-2`;
  expect(calls()[1]).toContain(`s3api put-object ${place} --body ${archive} --if-none-match *`);
  expect(calls()[1]).toContain(`--checksum-sha256 ${sum}`);
});

test("what is there already with the same checksum is not put again, also when someone else was faster", async () => {
  const there = aws({ head: same });
  expect((await push([file(content)], undefined, there.env)).map(({ was }) => was)).toEqual(["there"]);
  expect(there.calls()).toHaveLength(1);
  const flag = join(newHome(), "put");
  const raced = aws({
    head: `if [ -e ${flag} ]; then ${same}; else ${notFound}; fi`,
    put: `touch ${flag}; echo 'An error occurred (PreconditionFailed)' >&2; exit 254`,
  });
  expect((await push([file(content)], undefined, raced.env)).map(({ was }) => was)).toEqual(["there"]);
  expect(existsSync(flag)).toBe(true);
});

test.each([
  ["another object", 'echo \'{"ChecksumSHA256": "other"}\'', "another object lies there"],
  [
    "a refusal",
    "echo 'An error occurred (403): Forbidden' >&2; exit 254",
    "AWS said: An error occurred (403): Forbidden",
  ],
])("%s in the place is an error that says so", async (_, head, message) => {
  const { env, calls } = aws({ head });
  await expect(push([file(content)], undefined, env)).rejects.toThrow(message);
  expect(calls()).toHaveLength(1);
});
