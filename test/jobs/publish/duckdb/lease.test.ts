import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { FileLeaseStore } from "../../../../jobs/publish/duckdb/lease.ts";

const longAgo = "2020-01-01T00:00:00.000Z";

test("a file that is no lease is named with the way out", async () => {
  const folder = newFolder();
  writeFileSync(join(folder, "3.json"), "{");
  await expect(new FileLeaseStore(folder).take("me", 60)).rejects.toThrow(
    /3\.json is not a lease\. When no publish is running, delete it/,
  );
});

test("of many contenders for an expired lease exactly one gets it", async () => {
  const folder = newFolder();
  write(folder, { token: 7, expiresAt: longAgo });
  const stores = Array.from({ length: 20 }, () => new FileLeaseStore(folder));
  const answers = await Promise.all(stores.map((store, index) => store.take(`run-${index}`, 60)));
  const won = answers.filter(({ taken }) => taken);
  expect(won.map(({ lease }) => lease.token)).toEqual([8]);
  expect(await stores[0]?.current()).toMatchObject({ token: 8, owner: won[0]?.lease.owner });
});

test("a lease that was broken while it was being renewed stays broken", async () => {
  const folder = newFolder();
  const [holder, other] = [new FileLeaseStore(folder), new FileLeaseStore(folder)];
  const { lease } = await holder.take("slow", 60);
  const [renewed] = await Promise.all([holder.renew(lease.token, 60), other.release(lease.token)]);
  expect(await other.current()).toMatchObject({ token: 1, released: true });
  expect(await holder.renew(lease.token, 60)).toBeNull();
  expect(renewed?.released ?? false).toBe(false);
  expect(await other.take("next", 60)).toMatchObject({ taken: true, lease: { token: 2, owner: "next" } });
  expect(await holder.release(lease.token)).toBe(false);
  expect(await other.current()).toMatchObject({ token: 2, released: false });
});

test("an expired lease is not renewed", async () => {
  const folder = newFolder();
  write(folder, { token: 4, expiresAt: longAgo });
  expect(await new FileLeaseStore(folder).renew(4, 60)).toBeNull();
});

test.each<[string, Record<string, unknown>]>([
  ["has expired", { expiresAt: longAgo }],
  ["belongs to the same run", { owner: "me", host: "another-pod" }],
  ["belongs to a process of this machine that has ended", { pid: endedProcess() }],
])("a lease that %s is taken with the next token", async (_, state) => {
  const folder = newFolder();
  write(folder, { token: 4, ...state });
  expect(await new FileLeaseStore(folder).take("me", 60)).toMatchObject({ taken: true, lease: { token: 5 } });
});

test("a process of another machine is not judged by the processes of this one", async () => {
  const folder = newFolder();
  write(folder, { token: 4, host: "another-machine", pid: endedProcess() });
  const { taken, lease } = await new FileLeaseStore(folder).take("me", 60);
  expect(taken).toBe(false);
  expect(lease).toMatchObject({ owner: "other", holder: expect.stringMatching(/^process \d+ on another-machine$/) });
});

test("released leases leave one lease, and tokens never repeat", async () => {
  const folder = newFolder();
  const store = new FileLeaseStore(folder);
  const tokens: number[] = [];
  for (const owner of ["a", "b", "c"]) {
    const { lease } = await store.take(owner, 60);
    tokens.push(lease.token);
    expect(await store.release(lease.token)).toBe(true);
  }
  expect(tokens).toEqual([1, 2, 3]);
  expect(readdirSync(folder).sort()).toEqual(["3.ended", "3.json"]);
});

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "plinth-lease-"));
}

/** A lease of a run `other` of this very process, held for long, but for the changes. */
function write(folder: string, { token, ...changes }: Record<string, unknown> & { token: number }): void {
  const never = "2999-01-01T00:00:00.000Z";
  const lease = { token, owner: "other", host: hostname(), pid: process.pid, acquiredAt: longAgo, expiresAt: never };
  writeFileSync(join(folder, `${token}.json`), JSON.stringify({ ...lease, ...changes }));
}

function endedProcess(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}
