import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

type SnakeKey<S extends string> = S extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeKey<Tail>}`
  : S;

/** A binding's configuration as Terraform reads it: snake_case keys, plain values (a token is text). */
type Snake<T> = T extends readonly (infer Item)[]
  ? Snake<Item>[]
  : T extends { resolve: unknown }
    ? never
    : T extends (...args: never[]) => unknown
      ? never
      : T extends object
        ? { [K in keyof T & string as SnakeKey<K>]: Snake<T[K]> }
        : T;

interface ResourceClass<C> {
  readonly tfResourceType: string;
  new (scope: Construct, id: string, config: C): unknown;
}

/** A stack that was built for one test: what it would hand to Terraform. */
export interface Built {
  readonly resource: Readonly<Record<string, Readonly<Record<string, { "//": { metadata: { path: string } } }>>>>;
}

const name = "test";

/** Builds constructs in a lone stack. Nothing is written, and providers are not asked for. */
export function build(compose: (stack: TerraformStack) => void): Built {
  const stack = new TerraformStack(new App(), name);
  compose(stack);
  return { resource: {}, ...stack.toTerraform() };
}

/** Every resource of one class by its path in the stack, with its attributes typed: a misspelled one does not compile. */
export function all<C>(built: Built, type: ResourceClass<C>): Record<string, Snake<NonNullable<C>>> {
  const found = Object.values(built.resource[type.tfResourceType] ?? {});
  return Object.fromEntries(
    found.map((values) => [
      values["//"].metadata.path.slice(name.length + 1),
      values as unknown as Snake<NonNullable<C>>,
    ]),
  );
}

/** The one resource of a class, or the one whose path ends in `path`. Throws when there is none or another one. */
export function only<C>(built: Built, type: ResourceClass<C>, path = ""): Snake<NonNullable<C>> {
  const matches = Object.entries(all(built, type)).filter(([at]) => `/${at}`.endsWith(path && `/${path}`));
  const [first, ...others] = matches;
  if (first && others.length === 0) return first[1];
  const seen = Object.keys(all(built, type)).join(", ") || "none";
  throw new Error(`${matches.length} resources ${type.tfResourceType} end in "${path}"; there are: ${seen}`);
}
