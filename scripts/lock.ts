import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { providerVersion } from "../rehearsal/schema/binding.ts";
import { terraform } from "../rehearsal/terraform.ts";
import { usableTerraform } from "../tools/cdktf/usable-terraform.ts";
import { interruptible } from "./interruption.ts";

/** Machines that deploy or plan: the lock holds the hashes of each one's providers. */
const platforms = ["linux_amd64", "linux_arm64", "darwin_arm64"];

export function lockCommand(done: (code: number) => void): Command {
  return new Command("lock")
    .description("Writes providers.lock.hcl: the real providers' versions and hashes, from a registry")
    .action(async () => {
      const file = join(import.meta.dirname, "../providers.lock.hcl");
      console.error(`Fetching ${providers.length} providers for ${platforms.join(", ")} (some hundred megabytes)`);
      await interruptible((signal) => writeProviderLock(file, process.env, signal));
      console.log("providers.lock.hcl is written. Commit it: every deploy uses exactly these providers.");
      done(0);
    });
}

const providers = ["aws", "helm", "kubernetes", "snowflake"] as const;

function pinned(name: (typeof providers)[number]): { source: string; version: string } {
  const { source, version } = providerVersion(name);
  return { source, version: `= ${version}` };
}

/** Nothing is written unless the whole lock could be made. */
async function writeProviderLock(file: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  await usableTerraform(env);
  const folder = mkdtempSync(join(tmpdir(), "plinth-lock-"));
  try {
    const required = Object.fromEntries(providers.map((name) => [name, pinned(name)]));
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
    const args = ["providers", "lock", ...platforms.map((platform) => `-platform=${platform}`)];
    const { code, stdout, stderr } = await terraform(args, { cwd: folder, env, signal });
    if (code !== 0) {
      throw new ConfigurationError([
        `providers.lock.hcl: terraform could not fetch the providers; the lock is made from a registry. Run the command where one can be reached. Terraform said: ${(stderr || stdout).trim().replaceAll(/\s+/g, " ").slice(0, 400)}`,
      ]);
    }
    copyFileSync(join(folder, ".terraform.lock.hcl"), file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
