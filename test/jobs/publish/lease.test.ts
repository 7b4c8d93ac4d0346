import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { FileLeaseStore } from "../../../jobs/publish/duckdb/lease.ts";
import { acquireLease, LeaseLost } from "../../../jobs/publish/lease.ts";
import type { LeaseStore } from "../../../jobs/publish/lease-store.ts";

test("a held lease is refused with its holder, process, machine and expiry", async () => {
  const store = newStore();
  await acquireLease(store, { owner: "holder", seconds: 3600 });
  await expect(acquireLease(store, { owner: "other", seconds: 3600 })).rejects.toThrow(
    new RegExp(
      `The lease is held by run holder \\(process ${process.pid} on .+\\) until 20\\d\\d-.+Z\\. One run publishes at a time`,
    ),
  );
});

test("who lost its lease to a higher token is told by whom", async () => {
  const store = newStore();
  const lease = await acquireLease(store, { owner: "slow", seconds: 3600 });
  await store.release(lease.token);
  await store.take("quick", 3600);
  await expect(lease.confirm()).rejects.toThrow("The lease with token 1 is lost: run quick took it with token 2.");
  await expect(lease.confirm()).rejects.toThrow(LeaseLost);
});

test("a lease that was broken does not confirm", async () => {
  const store = newStore();
  const lease = await acquireLease(store, { owner: "gone", seconds: 3600 });
  await store.release(lease.token);
  await expect(lease.confirm()).rejects.toThrow("The lease with token 1 is lost: it was broken.");
});

test("a lease that its holder could not renew in time does not confirm", async () => {
  const lease = await acquireLease(newStore(), { owner: "asleep", seconds: 0 });
  await expect(lease.confirm()).rejects.toThrow(
    /The lease with token 1 is lost: it ran out at .+ before it was renewed/,
  );
});

test("a renewal that finds the lease taken aborts the holder's work, and its release takes nothing from the taker", async () => {
  const store = newStore();
  const lease = await acquireLease(store, { owner: "slow", seconds: 1 });
  await store.release(lease.token);
  await store.take("quick", 3600);
  await new Promise((resolve) => lease.lost.addEventListener("abort", resolve));
  expect(lease.lost.reason).toBeInstanceOf(LeaseLost);
  await lease.release();
  expect(await store.current()).toMatchObject({ token: 2, released: false });
});

function newStore(): LeaseStore {
  return new FileLeaseStore(mkdtempSync(join(tmpdir(), "plinth-lease-")));
}
