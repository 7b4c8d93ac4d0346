import { expect, test } from "@jest/globals";
import { accountName, warehouseNames } from "../../../constructs/warehouse/names.ts";
import { sample } from "./sample.ts";

test("a name too long for Snowflake with its prefix is refused", () => {
  const owner = { name: "staging", sharedAccount: true };
  expect(() => accountName(owner, "A".repeat(248))).toThrow("has at most 255 characters");
  expect(accountName(owner, "A".repeat(247))).toHaveLength(255);
});

test("an environment with an account of its own uses plain names", () => {
  expect(accountName({ name: "prod", sharedAccount: false }, "ANALYTICS")).toBe("ANALYTICS");
});

test("the names of all account-level objects can be had without creating them", () => {
  expect(warehouseNames({ name: "dev", sharedAccount: true }, sample)).toEqual({
    warehouses: { BUILD_WH: "DEV_BUILD_WH", QUERY_WH: "DEV_QUERY_WH" },
    databases: { RAW: "DEV_RAW", MODEL: "DEV_MODEL" },
    roles: { PUBLISHER: "DEV_PUBLISHER", LOADER: "DEV_LOADER", ANALYST: "DEV_ANALYST" },
    users: {},
  });
});
