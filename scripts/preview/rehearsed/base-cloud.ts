import { createHash } from "node:crypto";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError } from "../../../constructs/support/errors.ts";
import { accountsOf } from "../../../environments/accounts.ts";
import { artifactsOf } from "../../../environments/artifacts.ts";
import type { Environment } from "../../../environments/environment.ts";
import { homeFolders } from "../../../environments/home.ts";
import { stackName, waves } from "../../../environments/layers.ts";
import { standInForArtifacts } from "../../../rehearsal/artifacts.ts";
import { bootstrapAccounts, writeIdentity } from "../../../rehearsal/bootstrap.ts";
import { providerProgram } from "../../../rehearsal/program.ts";
import { terraformVersion } from "../../../rehearsal/terraform.ts";
import { applyStack } from "../../rehearsed-stack.ts";
import { keptFolder, useFolder } from "../base/kept-folder.ts";
import type { Synthesis } from "../base/synthesis.ts";
import { placeStack } from "./stack-folder.ts";

interface Base {
  readonly environment: Environment;
  readonly base: Synthesis;
  readonly cache: string;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/**
 * Fills `home` with a simulated cloud in which these stacks stand, as after a deploy of them. Applied once and then kept by
 * what it is made of: the stacks, the simulated providers, Terraform.
 */
export async function standIn(home: string, base: Base): Promise<void> {
  const clouds = join(base.cache, "clouds");
  const name = `${base.environment.name}-${await keyOf(base)}`;
  const folder = await keptFolder(join(clouds, name), async (draft) => {
    await applyAll(draft, base);
    await rm(homeFolders(draft).out, { recursive: true, force: true });
  });
  await useFolder(folder);
  await cp(folder, home, { recursive: true });
}

/** An empty cloud with the accounts as a bootstrap leaves them. */
export function prepareAccounts(home: string, environment: Environment): void {
  const { cloud } = homeFolders(home);
  bootstrapAccounts(cloud, accountsOf(environment));
  writeIdentity(cloud, accountsOf(environment));
  standInForArtifacts(cloud, artifactsOf(environment));
}

async function applyAll(home: string, { environment, base, signal, report }: Base): Promise<void> {
  prepareAccounts(home, environment);
  for (const wave of waves) {
    const names = wave.map((layer) => stackName(environment.name, layer));
    const outcomes = await Promise.all(
      names.map(async (stack) => {
        if (!base.stacks.has(stack)) return [];
        const place = placeStack(home, stack, base);
        const cloud = homeFolders(home).cloud;
        const { problems } = await applyStack({
          ...place,
          stack,
          cloud,
          signal,
          report: (line) => report(`base ${line}`),
        });
        return problems.map((problem) => `base, ${stack}: ${problem}`);
      }),
    );
    const problems = outcomes.flat();
    if (problems.length > 0) throw new ConfigurationError(problems);
  }
}

async function keyOf({ base }: Base): Promise<string> {
  const { source, built } = providerProgram();
  const hash = createHash("sha256").update(
    JSON.stringify([built?.file ?? source, await terraformVersion(process.env)]),
  );
  for (const [name, text] of [...base.stacks].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${name}\0${text}\0`);
  return hash.digest("hex").slice(0, 16);
}
