import { setTimeout as sleep } from "node:timers/promises";
import type { Account, Operation } from "../cloud/account.ts";
import { type Cloud, type Finding, type PlanAdvice, Refusal } from "../cloud/cloud.ts";
import type { SimulatedCloud } from "../cloud/simulated-cloud.ts";
import { Store } from "../cloud/store.ts";
import type { Block, ProviderName } from "../schema/schema.ts";
import type { Values } from "../value.ts";
import type { AddressBook } from "./address-book.ts";
import { addressesOf } from "./addresses-of.ts";
import type { LaggingStore } from "./consistency.ts";
import { type Fault, keyOf } from "./fault.ts";
import { lossOf } from "./loss.ts";
import type { Progress } from "./progress.ts";
import { ATTEMPTS, RETRIED } from "./retried-errors.ts";
import { stopTerraform } from "./stop.ts";
import { type Call, isTarget, strikes } from "./strike.ts";

/** Between two calls of a provider that tries again; a real one waits longer, to nobody's profit here. */
const PAUSE_MS = 5;

interface Ground {
  readonly provider: ProviderName;
  readonly inner: SimulatedCloud;
  readonly account: Account;
  readonly store: LaggingStore;
  readonly book: AddressBook;
  readonly faults: readonly Fault[];
  readonly progress: Progress;
}

/** A simulated cloud in which the faults asked for happen. */
export class FaultyCloud implements Cloud {
  private readonly ground: Ground;
  /** Looks at objects without using up what hides new ones. */
  private readonly plain: Store;

  constructor(ground: Ground) {
    this.ground = ground;
    this.plain = new Store(ground.store.root);
  }

  configure(config: Values): Finding[] {
    return this.ground.inner.configure(config);
  }

  plan(type: string, schema: Block, prior: Values | null, planned: Values, config: Values): PlanAdvice {
    return this.ground.inner.plan(type, schema, prior, planned, config);
  }

  async before(operation: Operation, type: string, values: Values): Promise<void> {
    const { account, faults } = this.ground;
    const loss = lossOf(faults, () => account.folder(type, values));
    if (loss !== undefined) throw new Refusal(`${operation} ${type}`, loss);
    const call: Call = { operation, type, addresses: this.addresses(operation, type, values) };
    for (const fault of faults) {
      if ("delay" in fault && fault.delay === operation && isTarget(fault.address, call)) await sleep(fault.ms);
    }
    await this.throughFailures(call);
  }

  create(type: string, schema: Block, planned: Values): Values {
    const values = this.patiently(() => this.ground.inner.create(type, schema, planned));
    this.changed();
    return values;
  }

  read(type: string, schema: Block, current: Values): Values | null {
    return this.ground.inner.read(type, schema, current);
  }

  update(type: string, schema: Block, prior: Values, planned: Values): Values {
    const values = this.patiently(() => this.ground.inner.update(type, schema, prior, planned));
    this.changed();
    return values;
  }

  delete(type: string, prior: Values): void {
    this.ground.inner.delete(type, prior);
    this.changed();
  }

  import(type: string, schema: Block, id: string): Values {
    return this.ground.inner.import(type, schema, id);
  }

  readData(type: string, schema: Block, config: Values): Values {
    const { account, faults, inner } = this.ground;
    const loss = lossOf(faults, () => account.folder(type, config));
    if (loss !== undefined) throw new Refusal(`read data ${type}`, loss);
    return inner.readData(type, schema, config);
  }

  /** Calls again, as the real provider would, until no fault strikes or it gives up. */
  private async throughFailures(call: Call): Promise<void> {
    const { faults, progress, provider } = this.ground;
    for (let attempt = 1; ; attempt++) {
      const fault = faults.find((candidate) => "fail" in candidate && strikes(candidate, call, progress));
      if (fault === undefined || !("fail" in fault)) return;
      const code = fault.code ?? "InternalFailure";
      const retried = fault.code !== undefined && RETRIED[provider].has(fault.code);
      if (!retried || attempt >= ATTEMPTS[provider]) throw struck(call, code, retried ? attempt : 1);
      await sleep(PAUSE_MS);
    }
  }

  /** The aws provider calls again while what it refers to cannot be seen yet: https://github.com/hashicorp/terraform-provider-aws/blob/main/docs/retries-and-waiters.md. */
  private patiently<T>(work: () => T): T {
    const { store, provider } = this.ground;
    for (let attempt = 1; ; attempt++) {
      store.missed = 0;
      try {
        return work();
      } catch (problem) {
        const mayPass = problem instanceof Refusal && provider === "aws" && store.missed > 0;
        if (!mayPass || attempt >= ATTEMPTS.aws) throw problem;
      }
    }
  }

  private addresses(operation: Operation, type: string, values: Values): readonly string[] {
    const { account, book, inner } = this.ground;
    const found =
      operation === "create"
        ? book.ofCreate(type, values)
        : addressesOf(book, type, values, () => this.plain.get(account.folder(type, values), inner.idOf(type, values)));
    return found.length > 0 ? found : [`${type}.`];
  }

  private changed(): void {
    for (const fault of this.ground.faults) {
      if ("stopAfter" in fault && this.ground.progress.next(keyOf(fault)) === fault.stopAfter)
        stopTerraform(fault.signal);
    }
  }
}

function struck({ operation, type, addresses }: Call, code: string, attempts: number): Refusal {
  const tries = attempts > 1 ? ` after ${attempts} attempts` : "";
  return new Refusal(
    `${operation} ${type}`,
    `${code}: a fault that the rehearsal was asked for struck ${addresses.join(" or ")}${tries}. Run again without the fault.`,
  );
}
