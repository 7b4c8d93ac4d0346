import { existsSync, readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { sweepLeftovers } from "../../../jobs/ingest/leftovers.ts";
import { Killed, killedAt, watching } from "./between.ts";
import { day, Lake, order, orders } from "./lake.ts";

jest.setTimeout(120_000);

const hours = 3_600_000;
let lake: Lake;
beforeEach(() => {
  lake = new Lake();
  lake.drop("a.jsonl", `${order(1)}\nbad\n`);
});
afterEach(() => lake.remove());

const sweep = (hoursFromNow: number) => {
  const terms = { source: orders, silver: lake.stores.zone("silver"), quarantine: lake.stores.zone("quarantine") };
  return sweepLeftovers(terms, new Date(Date.now() + hoursFromNow * hours));
};
const files = (zone: string) =>
  readdirSync(lake.path(zone, ""), { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(parquet|jsonl)$/.test(name),
  );

test("a replaced part stays for its readers for a day, and is gone after that", async () => {
  await lake.ingest();
  const [old] = lake.manifest().files;
  lake.append("a.jsonl", `${order(2)}\n`);
  await lake.ingest("run-2");
  const place = lake.path("silver", `orders/ingest_dt=${day}/${old?.name}`);
  expect(await sweep(23)).toBe(0);
  expect(existsSync(place)).toBe(true);
  expect(await sweep(25)).toBe(1);
  expect(existsSync(place)).toBe(false);
  expect(await lake.rows()).toHaveLength(2);
  expect(existsSync(lake.path("silver", "orders/_staging"))).toBe(false);
});

test("whatever a killed run left is gone a day later, and what the manifest names is not", async () => {
  const watched = watching(() => {});
  const trial = lake.copy();
  await trial.ingest("run-1", {}, trial.through(watched.wrap));
  trial.remove();
  for (let number = 1; number <= watched.count(); number += 1) {
    const killed = lake.copy();
    await expect(killed.ingest("run-1", {}, killed.through(watching(killedAt(number, "before")).wrap))).rejects.toThrow(
      Killed,
    );
    const standing = lake;
    lake = killed;
    await lake.ingest("run-2");
    await sweep(25);
    expect({ number, silver: files("silver").length, quarantine: files("quarantine").length }).toEqual({
      number,
      silver: 1,
      quarantine: 1,
    });
    expect(await lake.rows()).toHaveLength(1);
    expect(lake.quarantined()).toHaveLength(1);
    lake.remove();
    lake = standing;
  }
});
