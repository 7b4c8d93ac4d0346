import type { Block } from "../schema/schema.ts";
import type { Values } from "../value.ts";
import type { Finding } from "./cloud.ts";
import type { Setting } from "./draft.ts";
import type { ObjectKind } from "./kind.ts";

export type Operation = "create" | "read" | "update" | "delete";

/** One change of one object, as the rules see it: `prior` is null for a create, `next` for a delete. */
export interface Change {
  readonly operation: Operation;
  readonly type: string;
  readonly id: string;
  readonly prior: Values | null;
  readonly next: Values | null;
  /** `next` before the cloud has filled in what only it knows: what the caller asks for. */
  readonly asked: Values | null;
}

/** One provider's part of the simulated cloud, entered with the configured credentials. */
export interface Account {
  configure(config: Values): Finding[];
  kind(type: string): ObjectKind;
  /** The placeholders' answers for an object with these values. */
  setting(values: Values): Setting;
  /** Where an object of the type with these values lies in the store. */
  folder(type: string, values: Values): string;
  /** Every folder that may hold the type, for finding an object of which only the import id is known. */
  folders(type: string): string[];
  /** Planned values that follow from the provider's configuration; works before that is known. */
  plan(schema: Block, planned: Values): Values;
  /** Whether the caller may do this at all. */
  authorize(operation: Operation, type: string): void;
  /** Throws where the real service refuses the change. */
  check(change: Change): void;
  /** What the service does beside the object itself, such as dropping what is inside. */
  follow(change: Change): void;
  readData(type: string, schema: Block, config: Values): Values;
}
