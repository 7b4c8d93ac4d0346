/** Longer than a signal takes to end this process, in milliseconds. */
const LAST_MS = 5000;

/**
 * Sends the signal to the process group of the Terraform that started this provider. At SIGKILL the call in hand is not
 * answered any more: what it made is in the cloud and in no state.
 */
export function stopTerraform(signal: "SIGINT" | "SIGKILL"): void {
  try {
    process.kill(-process.ppid, signal);
  } catch {
    // Not started as the leader of a group: only Terraform itself can be reached.
    process.kill(process.ppid, signal);
  }
  if (signal === "SIGKILL") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_MS);
}
