import { LeaseLost } from "../lease.ts";
import type { OpenSession, Row, Session, Statement } from "./session.ts";

/** Seconds by which a statement must end before the lease does: another run may take it then. */
const marginSeconds = 5;

export interface ClientTerms {
  readonly open: OpenSession;
  /** The role that owns both sides of a swap. */
  readonly role: string;
  /** Reader role → the warehouse that it may use. */
  readonly warehouses: Readonly<Record<string, string | undefined>>;
}

/** Sessions of the publisher and of readers, opened when first used, under statement timeouts that the lease bounds. */
export class Client {
  readonly #terms: ClientTerms;
  readonly #sessions = new Map<string, Promise<Session>>();
  #secondsLeft: () => number = () => Number.POSITIVE_INFINITY;

  constructor(terms: ClientTerms) {
    this.#terms = terms;
  }

  /** From here on every statement ends before the lease does. */
  bound(secondsLeft: () => number): void {
    this.#secondsLeft = secondsLeft;
  }

  /** As the publisher, or as a reader. */
  async run(statement: Statement, role = this.#terms.role): Promise<readonly Row[]> {
    const left = this.#secondsLeft();
    const timeoutSeconds = Math.floor(left - Math.min(marginSeconds, left / 4));
    if (timeoutSeconds < 1) {
      throw new LeaseLost(`The lease has ${Math.floor(left)} s left, too little for ${statement.doing}.`);
    }
    const session = await this.#session(role);
    return session.execute(statement, Number.isFinite(timeoutSeconds) ? { timeoutSeconds } : {});
  }

  /** Opens the session of a role, if it is not open yet. */
  async signIn(role: string): Promise<void> {
    await this.#session(role);
  }

  /** The same, but for the lease itself, which has no time to keep to. */
  async runUnbound(statement: Statement): Promise<readonly Row[]> {
    return (await this.#session(this.#terms.role)).execute(statement);
  }

  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.allSettled(sessions.map(async (session) => (await session).close()));
  }

  #session(role: string): Promise<Session> {
    const known = this.#sessions.get(role);
    if (known) return known;
    const opened = this.#terms.open({ role, warehouse: this.#terms.warehouses[role] });
    this.#sessions.set(role, opened);
    return opened;
  }
}
