import type { Block } from "../schema/schema.ts";
import type { Values } from "../value.ts";
import type { Account, Change } from "./account.ts";
import { type Cloud, type Finding, type PlanAdvice, Refusal } from "./cloud.ts";
import { conform } from "./conform.ts";
import { reopenCounters } from "./counters.ts";
import { DraftObject } from "./draft.ts";
import { fillUnknowns } from "./fill.ts";
import type { ObjectKind } from "./kind.ts";
import { adviseReplacement } from "./replacement.ts";
import { isLive, type Store, type StoredObject } from "./store.ts";

/** More twins than a stack will ever hold. */
const MOST_TWINS = 10_000;

/** What the store keeps with a new object beside its values. */
type Label = (type: string, planned: Values) => Pick<StoredObject, "address" | "private">;

/** The store seen through one provider's account. */
export class SimulatedCloud implements Cloud {
  private readonly store: Store;
  private readonly account: Account;

  private readonly label: Label;

  constructor(store: Store, account: Account, label: Label = () => ({})) {
    this.store = store;
    this.account = account;
    this.label = label;
  }

  configure(config: Values): Finding[] {
    return this.account.configure(config);
  }

  plan(type: string, schema: Block, prior: Values | null, planned: Values, _config: Values): PlanAdvice {
    const completed = this.account.plan(schema, planned);
    if (prior === null) return { planned: completed, replace: [], findings: [] };
    const reopened = reopenCounters(this.account.kind(type), schema, prior, completed);
    return { planned: reopened, ...adviseReplacement(type, schema, prior, completed) };
  }

  create(type: string, schema: Block, planned: Values): Values {
    this.account.authorize("create", type);
    return this.store.exclusively(() => {
      const kind = this.account.kind(type);
      const { id, values } = this.makeUp(type, kind, schema, planned);
      const change: Change = { operation: "create", type, id, prior: null, next: values, asked: planned };
      this.account.check(change);
      this.put(kind, { type, id, ...this.label(type, planned), values });
      this.account.follow(change);
      return values;
    });
  }

  read(type: string, schema: Block, current: Values): Values | null {
    this.account.authorize("read", type);
    const found = this.store.get(this.account.folder(type, current), this.idOf(type, current));
    return found && conform(schema, found.values, this.store.file(this.account.folder(type, current), found.id));
  }

  update(type: string, schema: Block, prior: Values, planned: Values): Values {
    this.account.authorize("update", type);
    return this.store.exclusively(() => {
      const folder = this.account.folder(type, prior);
      const stored = this.store.get(folder, this.idOf(type, prior));
      if (stored === null) throw this.gone("updating", type, prior);
      const kind = this.account.kind(type);
      const draft = new DraftObject(type, kind, planned, this.account.setting(planned), 0, stored.values);
      const values = fillUnknowns(schema, planned, draft);
      const id = this.idOf(type, values);
      const change: Change = { operation: "update", type, id, prior: stored.values, next: values, asked: planned };
      this.account.check(change);
      if (id === stored.id) this.store.replace(folder, { ...stored, values });
      else this.rename(kind, folder, stored, { ...stored, id, values });
      this.account.follow(change);
      return values;
    });
  }

  delete(type: string, prior: Values): void {
    this.account.authorize("delete", type);
    this.store.exclusively(() => {
      const folder = this.account.folder(type, prior);
      const stored = this.store.get(folder, this.idOf(type, prior));
      if (stored === null) return;
      // Terraform's state, not the store, holds switches such as force_destroy, that the cloud itself never sees.
      const change: Change = {
        operation: "delete",
        type,
        id: stored.id,
        prior: { ...stored.values, ...prior },
        next: null,
        asked: null,
      };
      this.account.check(change);
      const days = this.account.kind(type).heldDays?.(change.prior ?? {}) ?? 0;
      if (days > 0) this.store.hold(folder, stored, days);
      else this.store.remove(folder, stored.id);
      this.account.follow(change);
    });
  }

  import(type: string, schema: Block, id: string): Values {
    this.account.authorize("read", type);
    const template = this.account.kind(type).import;
    for (const folder of this.account.folders(type)) {
      const found = this.store.list(folder).find((object) => this.importId(template, object) === id);
      if (found) return conform(schema, found.values, this.store.file(folder, found.id));
    }
    const form = template === undefined ? "its id" : `"${template}"`;
    throw new Refusal(
      "Cannot import non-existent remote object",
      `importing ${type}: nothing in the simulated cloud has the import id "${id}" (the form is ${form}). Check the id, the account and the region.`,
    );
  }

  readData(type: string, schema: Block, config: Values): Values {
    this.account.authorize("read", type);
    return this.account.readData(type, schema, config);
  }

  /** Fills the values with the first made-up id that is free: two alike objects, such as addresses, are two objects. */
  private makeUp(type: string, kind: ObjectKind, schema: Block, planned: Values): { id: string; values: Values } {
    const setting = this.account.setting(planned);
    for (let salt = 0; salt < MOST_TWINS; salt++) {
      const draft = new DraftObject(type, kind, planned, setting, salt);
      const values = fillUnknowns(schema, planned, draft);
      const id = draft.id();
      const madeUp = salt > 0 || id !== new DraftObject(type, kind, planned, setting, 1).id();
      if (!madeUp || !this.store.holds(this.account.folder(type, values), id)) return { id, values };
    }
    throw new Refusal(
      `creating ${type}`,
      `LimitExceeded: the simulated cloud holds ${MOST_TWINS} objects like this one`,
    );
  }

  private put(kind: ObjectKind, object: StoredObject): void {
    const folder = this.account.folder(object.type, object.values);
    this.refuseTaken(kind, folder, object);
    if (kind.upsert) this.store.replace(folder, object);
    else if (!this.store.create(folder, object)) throw this.taken(kind, object);
  }

  private rename(kind: ObjectKind, folder: string, before: StoredObject, after: StoredObject): void {
    this.refuseTaken(kind, folder, after, before.id);
    if (!this.store.create(folder, after)) throw this.taken(kind, after);
    this.store.remove(folder, before.id);
  }

  private refuseTaken(kind: ObjectKind, folder: string, object: StoredObject, except?: string): void {
    const elsewhere = kind.scope === "everywhere" ? this.account.folders(object.type) : [];
    if (elsewhere.some((other) => this.store.holds(other, object.id))) throw this.taken(kind, object);
    if (!kind.unique) return;
    const others = this.store.listHeld(folder).filter(({ id }) => id !== object.id && id !== except);
    for (const template of kind.unique) {
      const name = this.render(template, object);
      const holder = name === "" ? undefined : others.find((other) => this.render(template, other) === name);
      if (holder && !isLive(holder)) throw scheduled(object.type, name);
      if (holder) throw this.taken(kind, object, name);
    }
  }

  private taken(kind: ObjectKind, object: StoredObject, name = object.id): Refusal {
    return new Refusal(
      `creating ${object.type} (${name})`,
      `${kind.taken ?? "AlreadyExists"}: the simulated cloud holds an object of this name already. Import that one, remove it, or choose another name.`,
    );
  }

  private gone(doing: string, type: string, values: Values): Refusal {
    return new Refusal(
      `${doing} ${type} (${this.idOf(type, values)})`,
      "NotFound: the object is gone. Plan again to create it anew.",
    );
  }

  private render(template: string, { type, values }: StoredObject): string {
    return new DraftObject(type, this.account.kind(type), values, this.account.setting(values), 0).render(template);
  }

  private importId(template: string | undefined, object: StoredObject): string {
    if (template !== undefined) return this.render(template, object);
    return typeof object.values.id === "string" ? object.values.id : object.id;
  }

  /** The name of the file of an existing object. */
  idOf(type: string, values: Values): string {
    const kind = this.account.kind(type);
    if (typeof values.id === "string" && kind.fills?.id === undefined) return values.id;
    return new DraftObject(type, kind, values, this.account.setting(values), 0).id();
  }
}

/** For a name that an object keeps until its deletion, asked for already, takes place. */
function scheduled(type: string, name: string): Refusal {
  return new Refusal(
    `creating ${type} (${name})`,
    "InvalidRequestException: an object of this name is already scheduled for deletion. Restore that one, wait until it is gone, or choose another name.",
  );
}
