import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { dirname } from "node:path";
import lockfile from "proper-lockfile";
import { ConfigurationError } from "../../constructs/support/errors.ts";

/** Releases the lock. */
export type Release = () => void;

/** The holder's lock file is touched every two seconds; a holder that died is noticed after ten. */
const timing = { stale: 10_000, update: 2_000 };

/**
 * Lets one command at a time work on an environment's stack folders. Throws a {@link ConfigurationError} that names the
 * lock and who holds it.
 */
export function lockEnvironment(environment: string, file: string, command: string): Release {
  mkdirSync(dirname(file), { recursive: true });
  const holderFile = `${file}.holder`;
  try {
    const release = lockfile.lockSync(file, { ...timing, realpath: false });
    writeFileSync(holderFile, describeHolder(command));
    return () => {
      rmSync(holderFile, { force: true });
      release();
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    throw new ConfigurationError([
      `${file}.lock: the lock of ${environment} is held by ${holderOf(holderFile)}; one command at a time works on an environment. Wait until it ends; a dead holder's lock opens by itself after ${timing.stale / 1000} seconds.`,
    ]);
  }
}

function describeHolder(command: string): string {
  return `${userInfo().username}@${hostname()}, process ${process.pid}, cdktf ${command}, since ${new Date().toISOString()}`;
}

function holderOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "a process that has just started";
  }
}
