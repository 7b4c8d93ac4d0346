import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";

const PAUSE_MS = 2;
/** An operation on the store takes milliseconds: a lock this old belongs to a process that was stopped or died. */
const STALE_MS = 20_000;

/** Runs `work` while no other process does the same with this lock file. Nested use in one process would wait for ever. */
export function withLock<T>(file: string, work: () => T): T {
  while (!claim(file)) {
    if (abandoned(file)) breakLock(file);
    else pause();
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

function claim(file: string): boolean {
  try {
    const handle = openSync(file, "wx");
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Two processes may find the same lock abandoned; a second lock keeps one from removing what the other has just taken. */
function breakLock(file: string): void {
  const guard = `${file}-break`;
  if (!claim(guard)) {
    if (age(guard) > STALE_MS) rmSync(guard, { force: true });
    pause();
    return;
  }
  try {
    if (abandoned(file)) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function abandoned(file: string): boolean {
  try {
    if (age(file) > STALE_MS) return true;
    const holder = Number(readFileSync(file, "utf8"));
    // Empty between the holder's open and write.
    return holder > 0 && !alive(holder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

function age(file: string): number {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}

/** The system's error code of a failed file operation. */
export function codeOf(error: unknown): string | undefined {
  // Not by instanceof: an error of the system may come from another realm than this module's.
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
}
