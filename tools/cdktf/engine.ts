import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Runs the CDK Terrain CLI in the project's folder, under this Node, and answers with its exit code. */
export function engine(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const cli = createRequire(import.meta.url).resolve("cdktn-cli/bin/cdktn");
  const child = spawn(process.execPath, [cli, ...argv], {
    cwd: root,
    stdio: "inherit",
    // The CLI starts the app with plain `node`: it must be the one that runs TypeScript.
    env: {
      ...env,
      PATH: [dirname(process.execPath), env.PATH].join(delimiter),
      DISABLE_VERSION_CHECK: "1",
      CI: env.CI ?? "1",
    },
  });
  // Ctrl-C reaches the whole process group. The engine decides when it is done; we wait, so that the lock outlives it.
  const wait = () => {};
  process.on("SIGINT", wait);
  const forward = () => child.kill("SIGTERM");
  process.on("SIGTERM", forward);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", forward);
      resolve(code ?? (signal === "SIGINT" ? 130 : 143));
    });
  });
}
