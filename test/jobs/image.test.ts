import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { publishContract, writeContract } from "./contract.ts";

const root = join(__dirname, "..", "..");
const dockerfile = read("jobs/Dockerfile");

describe("the bundle of the image", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "plinth-bundle-")), "jobs");

  beforeAll(() => {
    const { stderr } = spawnSync("sh", ["jobs/bundle.sh", folder], { cwd: root, encoding: "utf8" });
    if (stderr) throw new Error(stderr);
  }, 60_000);

  test("starts by the name that definitions use, and says what it lacks", () => {
    const { stderr, status } = start({});
    expect(stderr).toContain("PLINTH_CONTRACT is not set. It must be the path of the deployed contract.json.");
    expect(status).toBe(1);
  });

  test("comes as far as asking AWS for the key of the Snowflake user, with all that it loads on the way", () => {
    const { warehouse, ...contract } = publishContract();
    const written = writeContract({ ...contract, lake: {}, warehouse: { ...warehouse, engine: "snowflake" } });
    const { stderr } = start({ PLINTH_CONTRACT: written }, "status");
    expect(stderr).toMatch(/CredentialsProviderError: Could not load credentials/);
    expect(stderr).toContain("readPrivateKey");
  });

  function start(variables: NodeJS.ProcessEnv, ...args: string[]): SpawnSyncReturns<string> {
    const kept = Object.entries(process.env).filter(([name]) => !/^(AWS|PLINTH)_/.test(name));
    const env = { ...Object.fromEntries(kept), HOME: folder, AWS_EC2_METADATA_DISABLED: "true", ...variables };
    return spawnSync(process.execPath, [join(folder, "main.ts"), "publish", ...args], { env, encoding: "utf8" });
  }
});

test("the image runs as the user that its pods name", () => {
  const [, user] = /^const user = "(\d+)"/m.exec(read("constructs/jobs/pod.ts")) ?? [];
  expect(dockerfile).toContain(`USER ${user}:${user}\n`);
});

test("the image has the Node of this repository", () => {
  const { optionalDependencies } = JSON.parse(read("package.json"));
  expect(dockerfile).toContain(`ARG NODE_IMAGE=node:${optionalDependencies.node}-bookworm-slim\n`);
  expect(read(".github/workflows/jobs-image.yml")).toContain(`BASE: node:${optionalDependencies.node}-bookworm-slim\n`);
});

test("the image's dbt is that of a local run, and every package is held by a hash", () => {
  const image = pinsOf("jobs/requirements-image.txt");
  for (const name of ["dbt-core", "dbt-duckdb", "duckdb", "dbt-adapters", "dbt-common"])
    expect([name, image.get(name)?.version]).toEqual([name, pinsOf("jobs/requirements.txt").get(name)?.version]);
  expect(image.get("dbt-snowflake")?.version).toBeDefined();
  expect([...image].filter(([, { hashes }]) => hashes === 0)).toEqual([]);
});

test("the workflow runs no action but by commit, and holds no right that it does not use", () => {
  const workflow = read(".github/workflows/jobs-image.yml");
  const used = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
  expect([...workflow.matchAll(/^ {6}(\S+): (read|write)/gm)].map(([, right, level]) => `${right}: ${level}`)).toEqual([
    "contents: read",
    "id-token: write",
  ]);
});

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

function pinsOf(file: string): Map<string, { version: string; hashes: number }> {
  const blocks = read(file)
    .split(/^(?=[a-z0-9])/m)
    .slice(1);
  return new Map(
    blocks.map((block) => {
      const [, name = "", version = ""] = /^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)/.exec(block) ?? [];
      return [name, { version, hashes: block.match(/--hash=sha256:[0-9a-f]{64}/g)?.length ?? 0 }];
    }),
  );
}
