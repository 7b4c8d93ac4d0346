import { Process } from "./process.ts";
import type { Server } from "./server.ts";

/** A process that does nothing until it is let: as many statements as somebody allows it, then it pauses. */
export class PacedProcess {
  readonly process: Process;
  /** How it ended; null while it has not. */
  outcome: "well" | Error | null = null;
  #allowed = 0;
  #resume: (() => void) | null = null;
  #stopped: (() => void) | null = null;

  constructor(server: Server, work: (process: Process) => Promise<unknown>) {
    this.process = new Process(server, [], () => this.#pace());
    work(this.process)
      .then(
        () => {
          this.outcome = "well";
        },
        (error: unknown) => {
          this.outcome = error instanceof Error ? error : new Error(String(error));
        },
      )
      .finally(() => this.#stopped?.());
  }

  /** Lets it send so many statements, or all that it has; returns when it pauses before the next one, or has ended. */
  async advance(statements = Number.POSITIVE_INFINITY): Promise<void> {
    if (this.outcome !== null || statements <= 0) return;
    this.#allowed = statements;
    const stopped = new Promise<void>((resolve) => {
      this.#stopped = resolve;
    });
    if (this.#resume) {
      this.#allowed -= 1;
      const resume = this.#resume;
      this.#resume = null;
      resume();
    }
    await stopped;
  }

  async #pace(): Promise<void> {
    if (this.#allowed > 0) {
      this.#allowed -= 1;
      return;
    }
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
      this.#stopped?.();
    });
  }
}
