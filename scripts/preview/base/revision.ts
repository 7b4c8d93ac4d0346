import { execFile } from "node:child_process";
import { readFile, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ConfigurationError } from "../../../constructs/support/errors.ts";
import { keptFolder, useFolder } from "./kept-folder.ts";

const root = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

/** A commit as it was named. */
export interface Revision {
  readonly ref: string;
  readonly commit: string;
}

/** @throws ConfigurationError when the repository has no such commit */
export async function revisionOf(ref: string): Promise<Revision> {
  try {
    const { stdout } = await git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
    return { ref, commit: stdout.trim() };
  } catch {
    throw new ConfigurationError([
      `--base ${ref}: the repository has no such commit; it must be a branch, a tag or a commit that was fetched. In a shallow clone, fetch it first: git fetch origin ${ref}.`,
    ]);
  }
}

/** The commit that is checked out, and whether files differ from it. */
export async function headRevision(): Promise<{ commit: string; uncommitted: boolean }> {
  const { commit } = await revisionOf("HEAD");
  const { stdout } = await git(["status", "--porcelain"]);
  return { commit, uncommitted: stdout.trim() !== "" };
}

/**
 * A folder with the files of a commit, ready to be synthesized; made once and kept. A commit whose packages are ours
 * shares them, another gets its own from its lock file.
 */
export async function filesOf(commit: string, cache: string, report: (line: string) => void): Promise<string> {
  const files = await keptFolder(join(cache, "commits", commit, "files"), async (draft) => {
    report(`base ${commit.slice(0, 12)}: files`);
    const env = { ...process.env, GIT_INDEX_FILE: join(draft, ".index") };
    await git(["read-tree", commit], env);
    await git(["checkout-index", "--all", `--prefix=${draft}/`], env);
    await rm(join(draft, ".index"));
    await givePackages(draft, report);
  });
  await useFolder(dirname(files));
  return files;
}

async function givePackages(folder: string, report: (line: string) => void): Promise<void> {
  const lock = (place: string) => readFile(join(place, "package-lock.json"), "utf8");
  if ((await lock(folder)) === (await lock(root))) {
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    return;
  }
  report("base: its packages differ from ours, installing them (once)");
  try {
    await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, maxBuffer: 2 ** 26 });
  } catch (error) {
    const last = String(Object(error).stderr).trim().split("\n").slice(-3).join(" ");
    throw new ConfigurationError([
      `base: the packages of its package-lock.json cannot be installed (${last}). Make the registry reachable, or choose a base with our packages.`,
    ]);
  }
}

function git(args: readonly string[], env = process.env) {
  return run("git", [...args], { cwd: root, env, maxBuffer: 2 ** 26 });
}
