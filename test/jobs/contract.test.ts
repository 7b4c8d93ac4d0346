import { expect, test } from "@jest/globals";
import { readContract } from "../../jobs/contract.ts";
import { publishContract, writeContract } from "./contract.ts";

test("every problem of a contract is one located line, with what to do at the end", async () => {
  const { warehouse, ...rest } = publishContract();
  const file = writeContract({
    ...rest,
    version: 2,
    lake: { bronze: {} },
    warehouse: { ...warehouse, engine: "postgres", role: "publisher" },
    publish: { keepPrevious: 0, leaseSeconds: 300, until: "noon" },
  });
  const error = await readContract(file).catch((reason: Error) => reason.message);
  expect(String(error).replaceAll(file, "contract.json")).toMatchInlineSnapshot(`
    "contract.json: version is 2; Invalid input: expected 1.
    contract.json: lake.bronze.bucket is missing; Invalid input: expected string, received undefined.
    contract.json: lake.bronze.access is missing; Invalid option: expected one of "read"|"write".
    contract.json: warehouse.engine is "postgres"; Invalid option: expected one of "duckdb"|"snowflake".
    contract.json: warehouse.role is "publisher"; it must be an upper-case identifier.
    contract.json: publish.keepPrevious is 0; Too small: expected number to be >=1.
    contract.json: publish.previousHours is missing; Invalid input: expected number, received undefined.
    contract.json: publish.maxRowLossPercent is missing; Invalid input: expected number, received undefined.
    contract.json: publish.freshness is missing; Invalid input: expected record, received undefined.
    contract.json: publish.access is missing; Invalid input: expected object, received undefined.
    contract.json: publish.until is "noon"; Unrecognized key: "until".
    Deploy the environment again with the version of the job's image."
  `);
});

test("a mart must lie in a schema of the warehouse, and control outside of what is swapped", async () => {
  const contract = publishContract();
  const file = writeContract({
    ...contract,
    warehouse: { ...contract.warehouse, control: "ANALYTICS" },
    transform: { ...contract.transform, marts: ["MARTS.FCT_A", "MART.FCT_B"] },
  });
  const error = await readContract(file).catch((reason: Error) => reason.message);
  expect(String(error).replaceAll(file, "contract.json")).toMatchInlineSnapshot(`
    "contract.json: transform.marts.1 is "MART.FCT_B"; its schema must be one of warehouse.schemas (STAGING, MARTS, SNAPSHOTS).
    contract.json: warehouse.control is "ANALYTICS"; it must differ from warehouse.database, which is swapped.
    Deploy the environment again with the version of the job's image."
  `);
});

test("a document that is not JSON is named with the reason", async () => {
  await expect(readContract(writeContract("{"))).rejects.toThrow(
    /contract\.json is not JSON \(.+\)\. Deploy the environment again/,
  );
});

test("a file that cannot be read is named with the variable that names it", async () => {
  await expect(readContract("/nowhere/contract.json")).rejects.toThrow(
    /\/nowhere\/contract\.json cannot be read .*PLINTH_CONTRACT must name/,
  );
});

test("a contract of another kind than publish needs no more than its kind does", async () => {
  const { warehouse, transform, publish, ...common } = publishContract();
  const maintenance = {
    ...common,
    kind: "maintenance",
    maintenance: { stagingHours: 48 },
    warehouse,
    transform,
    publish,
  };
  expect(await readContract(writeContract(maintenance))).toMatchObject({
    kind: "maintenance",
    publish,
  });
  const { publish: _, ...partial } = maintenance;
  await expect(readContract(writeContract(partial))).rejects.toThrow(/contract\.json: publish is missing; /);
});
