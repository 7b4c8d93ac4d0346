import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { basename, join } from "node:path";
import { ConfigurationError } from "../constructs/support/errors.ts";
import type { DeployedJob } from "./deployed-job.ts";
import type { JobRun } from "./jobs/place.ts";

const root = join(import.meta.dirname, "..");

/** Runs a deployed definition as a process of this machine, with what its container would find. `keep`: its output is returned, not shown. */
export async function runJob(job: DeployedJob, args: readonly string[], output: "show" | "keep"): Promise<JobRun> {
  mkdirSync(job.runs, { recursive: true });
  const folder = mkdtempSync(join(job.runs, `${job.name}-`));
  try {
    const placed = placeFiles(job.files, folder);
    const grants = join(folder, "grants.json");
    writeFileSync(grants, JSON.stringify(job.grants));
    const [program, ...own] = job.command;
    if (program !== "node") {
      throw new ConfigurationError([
        `job ${job.name}: its command is ${job.command.join(" ")}; a simulated environment runs commands of node only. Run the container itself.`,
      ]);
    }
    // A path that names a mounted file names it where it lies here.
    const env = Object.fromEntries(Object.entries(job.env).map(([name, value]) => [name, placed[value] ?? value]));
    const places = { PLINTH_BUCKETS: job.buckets, PLINTH_DATABASES: job.databases, PLINTH_GRANTS: grants };
    return await execute([...own, ...args], { ...process.env, ...env, ...places }, job, output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function placeFiles(files: Readonly<Record<string, string>>, folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => {
      const file = join(folder, basename(path));
      writeFileSync(file, text);
      return [path, file];
    }),
  );
}

/** The deadline ends the process as Kubernetes ends a pod: SIGTERM first. What ends us ends the job. */
async function execute(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  job: DeployedJob,
  output: "show" | "keep",
): Promise<JobRun> {
  const stdout = output === "keep" ? "pipe" : "inherit";
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", stdout, "inherit"] });
  let kept = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    kept += text;
  });
  const deadline = setTimeout(() => {
    console.error(`job ${job.name}: it ran for ${job.deadlineSeconds} seconds, its deadline, and is ended.`);
    child.kill("SIGTERM");
  }, job.deadlineSeconds * 1000);
  // The terminal's Ctrl-C reaches the job too; we only wait for it.
  const wait = () => {};
  const end = () => child.kill("SIGTERM");
  process.on("SIGINT", wait).on("SIGTERM", end);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status, signal) => resolve(status ?? 128 + constants.signals[signal ?? "SIGTERM"]));
    });
    return { code, output: kept };
  } finally {
    clearTimeout(deadline);
    process.off("SIGINT", wait).off("SIGTERM", end);
  }
}
