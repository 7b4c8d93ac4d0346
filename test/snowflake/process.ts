import { ConnectionLost, type OpenSession, type Row, type Statement } from "../../jobs/publish/snowflake/session.ts";
import type { Sent, Server } from "./server.ts";

/** What happens to one statement of a process, by its number: the first is 0. */
export type Fault =
  | { readonly at: number; readonly kind: "killed before" | "killed after" }
  /** The connection breaks: the statement is not executed, is executed, or will be after so many others. */
  | { readonly at: number; readonly kind: "lost before" | "lost after" }
  | { readonly at: number; readonly kind: "late"; readonly after: number };

/** The process is gone: nothing it would do after this happens. */
export class Killed extends Error {
  override name = "Killed";
}

/** A running program as the server sees it: its statements one after the other, under faults and at somebody's pace. */
export class Process {
  /** Statements sent so far. */
  count = 0;
  killed = false;
  readonly #server: Server;
  readonly #faults: readonly Fault[];
  readonly #pace: () => Promise<void>;

  constructor(server: Server, faults: readonly Fault[] = [], pace: () => Promise<void> = async () => undefined) {
    this.#server = server;
    this.#faults = faults;
    this.#pace = pace;
  }

  readonly open: OpenSession = async ({ role }) => ({
    execute: async (statement, terms) => this.#send({ ...statement, role, ...terms }),
    close: async () => undefined,
  });

  async #send(sent: Sent): Promise<readonly Row[]> {
    if (this.killed) throw new Killed();
    const changes = this.#server.inTransaction(this, sent);
    if (changes) return changes;
    await this.#pace();
    const fault = this.#faults.find(({ at }) => at === this.count);
    this.count += 1;
    switch (fault?.kind) {
      case undefined:
        return this.#server.execute(sent);
      case "killed before":
        return this.#die();
      case "killed after":
        this.#execute(sent);
        return this.#die();
      case "lost before":
        return this.#lose(sent);
      case "lost after":
        this.#execute(sent);
        return this.#lose(sent);
      case "late":
        this.#server.later(sent, fault.after);
        return this.#lose(sent);
    }
  }

  /** Nobody is there to hear what comes of it. */
  #execute(sent: Sent): void {
    try {
      this.#server.execute(sent);
    } catch {}
  }

  #die(): never {
    this.killed = true;
    throw new Killed();
  }

  /** The driver sends again what only reads. */
  async #lose(sent: Statement & Sent): Promise<readonly Row[]> {
    if (sent.reads) return this.#server.execute(sent);
    throw new ConnectionLost(sent, "socket hang up");
  }
}
