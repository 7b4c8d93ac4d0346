import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { acquireLease, currentLease, LeaseLost, type LeaseRecord } from "../../../jobs/publish/lease.ts";

const longAgo = "2020-01-01T00:00:00.000Z";

test("a held lease is refused with its holder, process, machine and expiry", async () => {
  const folder = newFolder();
  await acquireLease(terms(folder, "holder"));
  await expect(acquireLease(terms(folder, "other"))).rejects.toThrow(
    new RegExp(
      `the lease is held by run holder \\(process ${process.pid} on .+\\) until 20\\d\\d-.+Z\\. One run publishes at a time`,
    ),
  );
});

test("of many contenders for an expired lease exactly one gets it", async () => {
  const folder = newFolder();
  write(folder, { token: 7, expiresAt: longAgo });
  const attempts = Array.from({ length: 20 }, (_, index) => acquireLease(terms(folder, `run-${index}`)));
  const won = (await Promise.allSettled(attempts)).flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  expect(won.map(({ token }) => token)).toEqual([8]);
  expect(await currentLease(folder)).toMatchObject({ token: 8, owner: won[0]?.owner });
});

test("who lost its lease to a higher token is told by whom", async () => {
  const folder = newFolder();
  const lease = await acquireLease(terms(folder, "slow"));
  write(folder, { token: 2, owner: "quick" });
  await expect(lease.confirm()).rejects.toThrow("The lease with token 1 is lost: run quick took it with token 2.");
  await expect(lease.confirm()).rejects.toThrow(LeaseLost);
});

test("a lease that its holder could not renew in time does not confirm", async () => {
  const folder = newFolder();
  const lease = await acquireLease({ ...terms(folder, "asleep"), seconds: 0 });
  await expect(lease.confirm()).rejects.toThrow(/The lease with token 1 ran out at .+ before it was renewed/);
});

test("a renewal that finds the lease taken aborts the holder's work", async () => {
  const folder = newFolder();
  const lease = await acquireLease({ ...terms(folder, "slow"), seconds: 1 });
  write(folder, { token: 2, owner: "quick" });
  await new Promise((resolve) => lease.lost.addEventListener("abort", resolve));
  expect(lease.lost.reason).toBeInstanceOf(LeaseLost);
  await lease.release();
  expect(await currentLease(folder)).toMatchObject({ token: 2, released: false });
});

test.each<[string, Partial<LeaseRecord>]>([
  ["was released", { released: true }],
  ["has expired", { expiresAt: longAgo }],
  ["belongs to the same run", { owner: "me", host: "another-pod" }],
  ["belongs to a process of this machine that has ended", { pid: endedProcess() }],
])("a lease that %s is taken with the next token", async (_, state) => {
  const folder = newFolder();
  write(folder, { token: 4, ...state });
  expect((await acquireLease(terms(folder, "me"))).token).toBe(5);
});

test("a process of another machine is not judged by the processes of this one", async () => {
  const folder = newFolder();
  write(folder, { token: 4, host: "another-machine", pid: endedProcess() });
  await expect(acquireLease(terms(folder, "me"))).rejects.toThrow("on another-machine");
});

test("a file that is no lease is named with the way out", async () => {
  const folder = newFolder();
  writeFileSync(join(folder, "3.json"), "{");
  await expect(acquireLease(terms(folder, "me"))).rejects.toThrow(
    /3\.json is not a lease\. When no publish is running, delete it/,
  );
});

test("released leases leave one file, and tokens never repeat", async () => {
  const folder = newFolder();
  const tokens: number[] = [];
  for (const owner of ["a", "b", "c"]) {
    const lease = await acquireLease(terms(folder, owner));
    tokens.push(lease.token);
    await lease.release();
  }
  expect(tokens).toEqual([1, 2, 3]);
  expect(readdirSync(folder)).toEqual(["3.json"]);
});

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "plinth-lease-"));
}

function terms(folder: string, owner: string) {
  return { folder, owner, seconds: 3600 };
}

/** A lease of a run `other` of this very process, held for long, but for the changes. */
function write(folder: string, { token, ...changes }: Partial<LeaseRecord> & { token: number }): void {
  const never = "2999-01-01T00:00:00.000Z";
  const lease = {
    token,
    owner: "other",
    host: hostname(),
    pid: process.pid,
    acquiredAt: longAgo,
    expiresAt: never,
    released: false,
  };
  writeFileSync(join(folder, `${token}.json`), JSON.stringify({ ...lease, ...changes }));
}

function endedProcess(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}
