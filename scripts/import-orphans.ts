import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { homeFolders } from "../environments/home.ts";
import { type Entry, entriesOfPlan, STACK } from "../rehearsal/faults/address-book.ts";
import {
  type Orphan,
  orphansIn,
  readState,
  readStates,
  type StateResource,
  StateUnreadable,
} from "../rehearsal/orphans.ts";
import { terraform } from "../rehearsal/terraform.ts";
import { adopt } from "./adoption.ts";
import { certain, type Match, plannedMatches, recordedMatches } from "./orphan-matches.ts";
import type { StackPlace } from "./stack-places.ts";

export interface AdoptedOrphan {
  readonly stack: string;
  readonly address: string;
  readonly id: string;
}

export interface LeftOrphan {
  readonly type: string;
  readonly id: string;
  readonly why: string;
}

export interface OrphansReport {
  readonly adopted: readonly AdoptedOrphan[];
  /** In the cloud and in no state, and nobody can say for certain what they are. */
  readonly left: readonly LeftOrphan[];
  readonly problems: readonly string[];
}

/** Adopts every object of a simulated cloud that is in no state and whose address is certain, stack by stack. */
export async function importOrphans(
  home: string,
  places: readonly StackPlace[],
  report: (line: string) => void,
): Promise<OrphansReport> {
  const run = new OrphanHunt(home, report);
  for (const place of places) await run.stack(place);
  return run.result();
}

class OrphanHunt {
  private readonly home: string;
  private readonly report: (line: string) => void;
  private readonly adopted: AdoptedOrphan[] = [];
  private readonly problems: string[] = [];
  private readonly whys = new Map<string, string>();

  constructor(home: string, report: (line: string) => void) {
    this.home = home;
    this.report = report;
  }

  async stack(place: StackPlace): Promise<void> {
    if (this.orphansFor(place).length === 0) return;
    this.report(`${place.stack}: init`);
    const init = await terraform(["init", "-input=false", "-no-color"], place);
    if (init.code !== 0) return void this.problems.push((init.stderr || init.stdout).trim());
    const declared = declaredAddresses(place);
    const standing = new Set(this.stateOf(place).map(({ address }) => address));
    const free = (address: string) => declared.has(address) && !standing.has(address);
    await this.take(place, recordedMatches(place.stack, this.orphansFor(place), free));
    // What has been adopted tells the next plan more: ids by which twins differ.
    while (this.orphansFor(place).length > 0) {
      const creates = await this.plannedCreates(place);
      if (creates === undefined) return;
      if (!(await this.take(place, plannedMatches(this.orphansFor(place), creates)))) return;
    }
  }

  result(): OrphansReport {
    const left = this.orphans().map((orphan) => ({
      type: orphan.object.type,
      id: orphan.importId,
      why: this.whys.get(keyOf(orphan)) ?? nowhere,
    }));
    return { adopted: this.adopted, left, problems: this.problems };
  }

  /** Adopts what is certain; answers whether anything was adopted. */
  private async take(place: StackPlace, matches: readonly Match[]): Promise<boolean> {
    for (const { orphan, addresses } of matches) {
      if (addresses.length > 0) this.whys.set(keyOf(orphan), `${place.stack}: it may be ${addresses.join(" or ")}`);
    }
    const found = certain(matches).map(({ orphan, address }) => ({ address, id: orphan.importId }));
    if (found.length === 0) return false;
    this.report(`${place.stack}: adopting ${found.length}`);
    const { problems } = await adopt(place, found);
    this.problems.push(...problems);
    if (problems.length === 0) this.adopted.push(...found.map((pair) => ({ stack: place.stack, ...pair })));
    return problems.length === 0;
  }

  private async plannedCreates(place: StackPlace): Promise<Entry[] | undefined> {
    this.report(`${place.stack}: plan`);
    const file = "orphans.tfplan";
    const plan = await terraform(["plan", "-input=false", "-no-color", `-out=${file}`], place);
    // A stack that reads another which does not stand yet cannot be planned: its orphans wait.
    if (plan.code !== 0) return undefined;
    const shown = await terraform(["show", "-json", file], place);
    return entriesOfPlan(shown.stdout).filter(({ values }) => values !== undefined);
  }

  private orphansFor({ stack }: StackPlace): Orphan[] {
    const mine = (orphan: Orphan) => [undefined, stack].includes(textOf(orphan.object.private?.[STACK]));
    return this.orphans().filter(mine);
  }

  private orphans(): Orphan[] {
    const { cloud, state } = homeFolders(this.home);
    // Also the states of accounts' stacks, whose objects are no orphans though they belong to no environment.
    return orphansIn(
      cloud,
      readable(() => readStates(state)),
    );
  }

  private stateOf({ stack }: StackPlace): StateResource[] {
    return readable(() => readState(join(homeFolders(this.home).state, `${stack}.tfstate`)));
  }
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (problem) {
    if (!(problem instanceof StateUnreadable)) throw problem;
    throw new ConfigurationError([problem.message]);
  }
}

const nowhere = "no stack declares it, or the stack that does cannot be planned yet";

function declaredAddresses({ cwd }: StackPlace): Set<string> {
  const { resource } = JSON.parse(readFileSync(join(cwd, "cdk.tf.json"), "utf8"));
  const ofType = ([type, byName]: [string, unknown]) => Object.keys(Object(byName)).map((name) => `${type}.${name}`);
  return new Set(Object.entries(Object(resource)).flatMap(ofType));
}

function keyOf({ folder, object }: Orphan): string {
  return `${folder}/${object.id}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
