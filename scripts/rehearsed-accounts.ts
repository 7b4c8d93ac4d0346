import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { accountsOf, type Homes } from "../environments/accounts.ts";
import { homeFolders } from "../environments/home.ts";
import { removeSeeds } from "../rehearsal/bootstrap.ts";
import { rehearsalEnvironment } from "../rehearsal/terraform.ts";
import { prepareStackFolder } from "../rehearsal/working-folder.ts";
import { AccountStack } from "../stacks/account-stack.ts";
import { newApp } from "../stacks/engine.ts";
import { folderState } from "../stacks/state.ts";
import { StateStack } from "../stacks/state-stack.ts";
import { applyStack, type StackOutcome } from "./rehearsed-stack.ts";

/** Really applies the stacks of an environment's two accounts in a simulated home, side by side. */
export async function applyAccounts(
  homes: Homes,
  home: string,
  signal: AbortSignal,
  report: (line: string) => void,
): Promise<StackOutcome[]> {
  const { cloud, out, state } = homeFolders(home);
  mkdirSync(cloud, { recursive: true });
  for (const environment of [...homes.aws.environments, ...homes.snowflake.environments]) {
    removeSeeds(cloud, accountsOf(environment));
  }
  const stacks = [
    { stack: homes.aws.stack, build: (app: App) => new StateStack(app, homes.aws, folderState(state)) },
    { stack: homes.snowflake.stack, build: (app: App) => new AccountStack(app, homes.snowflake, folderState(state)) },
  ];
  const env = rehearsalEnvironment(process.env, home);
  return await Promise.all(
    stacks.map(({ stack, build }) => {
      const outdir = join(out, stack);
      mkdirSync(outdir, { recursive: true });
      const app = newApp(outdir);
      build(app);
      app.synth();
      const folder = join(outdir, "stacks", stack);
      prepareStackFolder(folder, { cloudDir: cloud, providers: ["aws", "snowflake"] });
      return applyStack({ stack, cwd: folder, cloud, env, signal, report });
    }),
  );
}

type App = ReturnType<typeof newApp>;
