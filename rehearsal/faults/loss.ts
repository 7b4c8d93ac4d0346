import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "./fault.ts";

/** Why a call into this folder of the store cannot be answered; undefined where nothing is lost. */
export function lossOf(faults: readonly Fault[], folder: () => string): string | undefined {
  const losses = faults.flatMap((fault) =>
    "loseRegion" in fault ? [fault.loseRegion] : "loseAccount" in fault ? [fault.loseAccount] : [],
  );
  if (losses.length === 0) return undefined;
  const [cloud, account = "", region = ""] = folder().split("/");
  if (losses.includes(account)) return `the account ${account} is lost: no call to it is answered.`;
  if (cloud !== "aws" || !losses.includes(region)) return undefined;
  return `RequestError: send request failed, dial tcp: i/o timeout: the region ${region} of account ${account} is lost, no call to it is answered.`;
}

/** Takes everything that is lost out of the store. Answers the folders that went. */
export function removeLost(cloudDir: string, faults: readonly Fault[]): string[] {
  const lost = faults.flatMap((fault) => foldersLost(cloudDir, fault));
  for (const folder of lost) rmSync(join(cloudDir, folder), { recursive: true, force: true });
  return lost;
}

function foldersLost(cloudDir: string, fault: Fault): string[] {
  const there = (folder: string) => existsSync(join(cloudDir, folder));
  if ("loseRegion" in fault) {
    return names(join(cloudDir, "aws"))
      .map((account) => `aws/${account}/${fault.loseRegion}`)
      .filter(there);
  }
  if (!("loseAccount" in fault)) return [];
  return ["aws", "snowflake"].map((cloud) => `${cloud}/${fault.loseAccount}`).filter(there);
}

function names(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
