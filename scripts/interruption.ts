/** Thrown out of work that the person at the keyboard, or a supervisor, ended. */
export class Interruption extends Error {
  /** The exit code that shells give to a process ended by the signal. */
  readonly code: number;
  constructor(signal: keyof typeof codes) {
    super(`ended by ${signal}`);
    this.code = codes[signal];
  }
}

const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const signals = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** Does work that ends when its signal aborts, and lets it clean up before the process goes. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (signal: keyof typeof codes) => controller.abort(new Interruption(signal));
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
