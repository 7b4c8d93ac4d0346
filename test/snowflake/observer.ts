import type { Publication } from "../../jobs/publish/engine.ts";
import type { Account, Database } from "./account.ts";
import { live, marts, schemas } from "./platform.ts";
import type { Server } from "./server.ts";

/**
 * Looks at the account after every statement, as nothing of the program does, and throws what must never be seen. What
 * may go back, a rollback or a version taken back, is told beforehand.
 */
export class Observer {
  /** Tokens of what was live, in order; 0 is what a deploy made. */
  readonly lives: number[] = [0];
  /** Versions that somebody wants dropped now. */
  readonly retiring = new Set<number>();
  backwards = 0;
  /** Only versions of this run may be gone back from; of any when it is null. */
  backFrom: string | null = null;
  readonly violations: string[] = [];
  readonly #server: Server;
  #holder = 0;
  #liveRun = "";

  constructor(server: Server) {
    this.#server = server;
    server.observe = ({ sql, reads }) => {
      if (reads) return;
      try {
        this.look();
      } catch (error) {
        // Not thrown here: the program would take it for an answer of Snowflake.
        this.violations.push(`${error instanceof Error ? error.message : error}, after: ${sql}`);
      }
    };
  }

  look(): void {
    const { account } = this.#server;
    const database = account.databases.get(live);
    if (!database) throw new Error("live does not answer");
    const row = runRow(database);
    const token = Number(row?.TOKEN ?? 0);
    this.#followLive(token);
    this.#liveRun = String(row?.RUN_ID);
    if (token > 0) {
      if (row?.STATE !== "SEALED") throw new Error("live is not a finished version");
      checkWhole(account, database, String(row.RUN_ID));
      this.#checkPrevious(account, JSON.parse(String(row.PUBLICATION)));
    }
    this.#checkKept(account);
    this.#checkLease(account);
  }

  /** After all is over: no lease is left past its expiry, and nothing half built once a run went well. */
  lookAtEnd(): void {
    if (this.violations.length > 0) throw new Error(this.violations.slice(0, 3).join("\n"));
    const names = [...this.#server.account.databases.keys()];
    const left = names.filter((name) => /__[CX]_/.test(name));
    if (left.length > 0) throw new Error(`${left.join(", ")} left behind`);
    const lease = leaseRow(this.#server.account);
    if (lease && lease.RELEASED !== true) throw new Error("a lease is left");
  }

  #followLive(token: number): void {
    const before = this.lives.at(-1) ?? 0;
    if (token === before) return;
    if (token < before) {
      this.backwards -= 1;
      const foreign = this.backFrom !== null && this.backFrom !== this.#liveRun;
      if (this.backwards < 0 || foreign) throw new Error(`live went back from version ${before} to ${token}`);
    }
    this.lives.push(token);
  }

  /** What live replaced stands somewhere, whole, until somebody wants it dropped: after a rollback, the later version. */
  #checkPrevious(account: Account, { token, previous, restored }: Publication): void {
    const before = restored ? Number(this.lives.at(-2)) : (previous[0]?.token ?? 0);
    if (before === 0 || before === token || this.retiring.has(before)) return;
    const holding = [...account.databases.values()].filter((each) => Number(runRow(each)?.TOKEN) === before);
    if (holding.length === 0) throw new Error(`the replaced version ${before} is gone`);
    if (!holding.some((each) => isWhole(account, each))) throw new Error(`the replaced version ${before} is not whole`);
  }

  /** What can be gone back to was live once: of what was live before the observer came, tokens are lower. */
  #checkKept(account: Account): void {
    const first = this.lives[1] ?? 0;
    for (const name of account.databases.keys()) {
      const token = Number(/__P_(\d+)$/.exec(name)?.[1] ?? 0);
      if (token > first && !this.lives.includes(token)) throw new Error(`version ${token} never was live, and is kept`);
    }
  }

  /** Tokens only grow, so no two attempts ever hold the same. */
  #checkLease(account: Account): void {
    const token = Number(leaseRow(account)?.TOKEN ?? 0);
    if (token < this.#holder) throw new Error("the lease went back");
    this.#holder = token;
  }
}

/** Every mart is of one run, readers have their grants, and the protected column its tag. */
function checkWhole(account: Account, database: Database, runId: string): void {
  for (const mart of marts) {
    const [schema = "", name = ""] = mart.split(".");
    const thing = database.schemas.get(schema)?.things.get(name);
    if (!thing || thing.rows.length === 0) throw new Error(`${mart} does not answer`);
    const marks = new Set(thing.rows.map(({ MARK }) => MARK));
    if (marks.size !== 1 || !marks.has(runId))
      throw new Error(`${mart} is of ${[...marks].join(", ")}, not of ${runId}`);
    const selects = account.has("ANALYST", thing.grants, "SELECT");
    const enters = account.has("ANALYST", database.grants, "USAGE");
    const within = account.has("ANALYST", database.schemas.get(schema)?.grants ?? [], "USAGE");
    if (!selects || !enters || !within) throw new Error(`readers cannot read ${mart}`);
  }
  const email = database.schemas.get("MARTS")?.things.get("DIM_CUSTOMERS")?.tags.get("EMAIL");
  if (email !== "PII") throw new Error("EMAIL is not masked");
  if (schemas.some((schema) => database.schemas.get(schema)?.owner !== "PUBLISHER"))
    throw new Error("a stranger owns a schema");
}

function isWhole(account: Account, database: Database): boolean {
  try {
    checkWhole(account, database, String(runRow(database)?.RUN_ID));
    return true;
  } catch {
    return false;
  }
}

function runRow(database: Database) {
  return database.schemas.get("PLINTH")?.things.get("RUN")?.rows[0];
}

function leaseRow(account: Account) {
  return account.databases.get("CONTROL")?.schemas.get("PUBLISH")?.things.get("LEASE")?.rows[0];
}
