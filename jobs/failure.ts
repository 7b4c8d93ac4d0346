/**
 * A failure that running the job again would only repeat: a broken model, a missing resource, a lease held by another
 * run. The program prints its message without a stack trace and exits 1, which the job definition does not retry.
 */
export class JobFailure extends Error {
  override name = "JobFailure";
}

/** Something outside ended the job before anything of it went live: a signal, a crashed engine. Exit 2: run it again. */
export class JobInterrupted extends Error {
  override name = "JobInterrupted";
}

/** Throws what the job was stopped with: a lost lease or {@link JobInterrupted}. */
export function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted) throw signal.reason;
}

/** True for a system error of this code, for instance ENOENT. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
