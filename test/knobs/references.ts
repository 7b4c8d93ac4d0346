import type { Values } from "../../rehearsal/value.ts";

/** The parts of a synthesized stack that a plan reads. */
export interface Stack {
  /** By address. */
  readonly resources: ReadonlyMap<string, Values>;
  readonly data: ReadonlyMap<string, Values>;
  readonly output: unknown;
}

/** Attributes, by the address of their resource, that the provider will make anew and nobody knows yet. */
export type Fresh = ReadonlyMap<string, ReadonlySet<string> | "all">;

export function stackOf(json: Readonly<Record<string, unknown>>): Stack {
  return { resources: byAddress(json.resource), data: byAddress(json.data), output: json.output };
}

function byAddress(types: unknown): Map<string, Values> {
  return new Map(
    Object.entries(Object(types)).flatMap(([type, byId]) =>
      Object.entries(Object(byId)).map(([id, body]): [string, Values] => [`${type}.${id}`, Object(body)]),
    ),
  );
}

const expression = /\$\{[^}]*\}/g;
const reference = /(data\.)?\b([a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z0-9_-]+)\.([a-z_0-9]+)/g;

/** Bodies of a stack with what is declared in the place of references to it, so that two of them differ where the values do. */
export class References {
  readonly #stack: Stack;
  readonly #fresh: Fresh;
  readonly #bodies = new Map<string, Values>();

  constructor(stack: Stack, fresh: Fresh = new Map()) {
    this.#stack = stack;
    this.#fresh = fresh;
  }

  resource(address: string): Values | undefined {
    const known = this.#bodies.get(address);
    if (known) return known;
    const body = this.#stack.resources.get(address);
    if (body === undefined) return undefined;
    const { lifecycle = null, provider: _, depends_on: __, ...values } = body;
    const resolved = { ...(this.#resolved(values) as Values), lifecycle };
    this.#bodies.set(address, resolved);
    return resolved;
  }

  /** What the stacks after this one are given. */
  output(): unknown {
    return this.#resolved(this.#stack.output ?? null);
  }

  text(text: string): string {
    return text.replace(expression, (whole) =>
      whole.replace(reference, (found, data, address, attribute) =>
        data === undefined ? (this.#attribute(address, attribute) ?? found) : this.#read(address, found),
      ),
    );
  }

  #resolved(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.#resolved(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#resolved(inner)]));
  }

  #attribute(address: string, attribute: string): string | undefined {
    const body = this.#stack.resources.get(address);
    if (body === undefined) return undefined;
    const declared = body[attribute];
    if (["string", "number", "boolean"].includes(typeof declared)) return this.text(String(declared));
    const fresh = this.#fresh.get(address);
    const isNew = fresh === "all" || fresh?.has(attribute);
    return `${address}.${attribute}${isNew ? " anew" : ""}`;
  }

  /** What a data source answers changes with what it is asked. */
  #read(address: string, found: string): string {
    const body = this.#stack.data.get(address);
    if (body === undefined || address.startsWith("terraform_remote_state.")) return found;
    return `${found} of ${JSON.stringify(this.#resolved(body))}`;
  }
}
