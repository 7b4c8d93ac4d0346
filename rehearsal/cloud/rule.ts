import type { Values } from "../value.ts";
import type { Change, Operation } from "./account.ts";
import { Refusal } from "./cloud.ts";
import type { StoredObject } from "./store.ts";

/** What a rule may look at beside the change itself. */
export interface Surroundings {
  /** The objects of a type in the account: of the change's region and the global ones. */
  list(type: string): StoredObject[];
  /** An object by its id, null if there is none. */
  find(type: string, id: string): Values | null;
  /** Bytes of what lies in a bucket, undefined if nothing does. */
  size(bucket: string, key: string): number | undefined;
}

/** Throws a {@link Refusal} where the service refuses the change. */
export type Rule = (change: Change, surroundings: Surroundings) => void;

const DOING: Readonly<Record<Operation, string>> = {
  create: "creating",
  read: "reading",
  update: "updating",
  delete: "deleting",
};

/** `code` is the service's own; `detail` says which value breaks which rule and what to do. */
export function refuse(change: Pick<Change, "operation" | "type" | "id">, code: string, detail: string): never {
  const name = change.id === "" ? "" : ` (${change.id})`;
  throw new Refusal(`${DOING[change.operation]} ${change.type}${name}`, `${code}: ${detail}`);
}
