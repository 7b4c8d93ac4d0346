import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { formatJson, parseJson } from "../cloud/json.ts";
import { placeFile } from "../place-file.ts";
import type { Value, Values } from "../value.ts";
import { agrees, knownValues } from "./known-values.ts";

const values = z.record(z.string(), z.unknown()).nullish();
/** The parts we read of a plan (https://developer.hashicorp.com/terraform/internals/json-format#plan-representation). */
const planJson = z.looseObject({
  resource_changes: z
    .array(
      z.looseObject({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        change: z.looseObject({
          actions: z.array(z.string()),
          before: values,
          after: values,
          after_unknown: z.unknown().optional(),
          after_sensitive: z.unknown().optional(),
        }),
      }),
    )
    .default([]),
});

const bookFile = z.object({
  resources: z.array(
    z.object({
      address: z.string(),
      type: z.string(),
      /** Of an object that stands already. */
      id: z.string().optional(),
      /** Of an object that will be created: all that the plan knows of it, but nothing sensitive. */
      values: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

export interface Entry {
  readonly address: string;
  readonly type: string;
  readonly id?: string | undefined;
  readonly values?: Values | undefined;
}

/** Every address of a plan, with what tells its object from others. `plan` is the text of `terraform show -json`. */
export function entriesOfPlan(plan: string): Entry[] {
  const { resource_changes } = planJson.parse(parseJson(plan));
  return resource_changes
    .filter(({ mode }) => mode === "managed")
    .map(({ address, type, change }) => {
      const { actions, before, after, after_unknown, after_sensitive } = change;
      const id = before?.id;
      const known = actions.includes("create")
        ? knownValues(plain(after ?? {}), plain(after_unknown ?? {}), plain(after_sensitive ?? {}))
        : undefined;
      return {
        address,
        type,
        ...(typeof id === "string" && { id }),
        ...(known !== undefined && { values: known as Values }),
      };
    });
}

/** Writes what a stack's plan says of its addresses into the store, for the providers that apply it. */
export function writeAddressBook(cloudDir: string, stack: string, resources: readonly Entry[]): void {
  placeFile(bookPath(cloudDir, stack), formatJson({ resources }));
}

/** What the last plan of a stack said of its addresses; empty where no rehearsal has planned it. */
export class AddressBook {
  readonly stack: string;
  private readonly file: string;
  private entries: readonly Entry[] | undefined;

  constructor(cloudDir: string, stack: string) {
    this.stack = stack;
    this.file = bookPath(cloudDir, stack);
  }

  /** The addresses that a create of these values may stand for: several are twins that nothing tells apart. */
  ofCreate(type: string, planned: Values): string[] {
    const named = this.all().filter((entry) => entry.type === type && entry.values && agrees(entry.values, planned));
    return named.map(({ address }) => address);
  }

  /** The address of an object that stood when the plan was made. */
  ofExisting(type: string, id: Value | undefined): string | undefined {
    const found = this.all().filter((entry) => entry.type === type && entry.id !== undefined && entry.id === id);
    return found.length === 1 ? found[0]?.address : undefined;
  }

  /** What the store keeps with a new object: the stack that made it, and its address or its twins' addresses. */
  label(type: string, planned: Values): { address?: string; private?: Values } {
    const addresses = this.ofCreate(type, planned);
    const [address] = addresses;
    if (address === undefined) return {};
    if (addresses.length === 1) return { address, private: { [STACK]: this.stack } };
    return { private: { [STACK]: this.stack, [TWINS]: addresses } };
  }

  private all(): readonly Entry[] {
    this.entries ??= this.read();
    return this.entries;
  }

  private read(): readonly Entry[] {
    let text: string;
    try {
      text = readFileSync(this.file, "utf8");
    } catch {
      return [];
    }
    // Our own file, written from a plan: JSON holds nothing but Terraform values.
    return bookFile.parse(parseJson(text)).resources as readonly Entry[];
  }
}

/** In an object's bookkeeping: the stack that made it. */
export const STACK = "stack";
/** In an object's bookkeeping: the addresses that it may stand for, where the plan could not tell. */
export const TWINS = "twins";

function bookPath(cloudDir: string, stack: string): string {
  return join(cloudDir, "addresses", `${stack}.json`);
}

/** JSON holds nothing but Terraform values. */
function plain(value: unknown): Value {
  return value as Value;
}
