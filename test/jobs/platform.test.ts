import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { jobContract, type WarehouseContract } from "../../jobs/contract.ts";
import { locateDatabases } from "../../jobs/platform.ts";
import { publishContract } from "./contract.ts";

const grants = { roles: {}, grants: [], tags: { "GOVERNANCE.POLICIES.PII": [] } };

test("without a local platform the duckdb engine says how it is started", async () => {
  await expect(locateDatabases(contract(), {})).rejects.toThrow(
    "PLINTH_DATABASES is not set: the duckdb engine works on the folders of a local platform. Start the job with: npx plinth job local nightly-publish",
  );
});

test("every database that is not deployed is named, with the deploy that makes it", async () => {
  const databases = newFolder();
  await expect(locateDatabases(contract(), { PLINTH_DATABASES: databases })).rejects.toThrow(
    [
      `database ANALYTICS is not deployed: ${join(databases, "ANALYTICS")} does not exist.`,
      `database CONTROL is not deployed: ${join(databases, "CONTROL")} does not exist.`,
      "The definition of job nightly-publish names it. Deploy it with: npx cdktf deploy local",
    ].join("\n"),
  );
});

test.each(["{", '{"roles": {}}'])("grants that read %j are refused with the file", async (content) => {
  const databases = newFolder("ANALYTICS", "CONTROL");
  const file = join(databases, "grants.json");
  writeFileSync(file, content);
  await expect(locateDatabases(contract(), { PLINTH_DATABASES: databases, PLINTH_GRANTS: file })).rejects.toThrow(
    `${file} cannot be read as the grants of a simulated account`,
  );
});

test("a deployed platform is found with what is granted in its account", async () => {
  const databases = newFolder("ANALYTICS", "CONTROL");
  const file = join(databases, "grants.json");
  writeFileSync(file, JSON.stringify(grants));
  expect(await locateDatabases(contract(), { PLINTH_DATABASES: databases, PLINTH_GRANTS: file })).toEqual({
    databases,
    database: "ANALYTICS",
    control: "CONTROL",
    schemas: ["STAGING", "MARTS", "SNAPSHOTS"],
    account: grants,
  });
});

function contract(): WarehouseContract {
  const parsed = jobContract.parse(publishContract());
  if (parsed.kind !== "publish") throw new Error("It must be the contract of a publish job.");
  return parsed;
}

function newFolder(...databases: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "plinth-platform-"));
  for (const name of databases) mkdirSync(join(folder, name));
  return folder;
}
