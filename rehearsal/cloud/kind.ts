import type { Value, Values } from "../value.ts";

/** What a fill may ask of the object that is being created. */
export interface Draft {
  /** Text with its placeholders filled: see {@link ObjectKind}. Empty where a named attribute is null. */
  render(template: string): string;
  /** Like `render`; made-up characters are told apart by `label`, not by the attribute that is being filled. */
  renderAs(label: string, template: string): string;
  /** The value at a path of attribute names and indexes joined by dots; unknown attributes are filled first. */
  at(path: string): Value;
  /** The values of another object in the same account and region, null if there is none. */
  found(type: string, id: string): Values | null;
  /** The attribute before an update; null at a create. */
  before(attribute: string): Value;
  /** A deterministic whole number from 0 to below `limit`, told apart by `label`. */
  number(label: string, limit: number): number;
}

export type Fill = string | ((draft: Draft) => Value);

/**
 * How the simulated cloud names and fills objects of one type.
 *
 * A string fill is a template: `{hexN}`, `{digitsN}`, `{charsN}`, `{CHARSN}` (N deterministic characters), `{uuid}`, `{address}`
 * (a private IPv4 address), `{account}`, `{region}`, `{partition}`, `{organization}`, or an attribute's path, such as
 * `{name}`, `{metadata.0.name}`, or `{path|/}` with what stands for null.
 */
export interface ObjectKind {
  /** The name of the object's file, and its `id` unless `fills` says otherwise. */
  readonly id: Fill;
  /** Values of computed attributes by path: names joined by dots, without indexes. */
  readonly fills?: Readonly<Record<string, Fill>>;
  /** Templates of which no two objects in the folder may render the same. The id is unique in any case. */
  readonly unique?: readonly string[];
  /** `everywhere`: the id is unique over all accounts and regions. */
  readonly scope?: "everywhere";
  /** The service's error code for a second object of the same name. */
  readonly taken?: string;
  /** Computed attributes that an update changes, each with the arguments that make it so; none named: any argument. */
  readonly changing?: Readonly<Record<string, readonly string[]>>;
  /** Days for which a deleted object keeps its name and id. */
  readonly heldDays?: (values: Values) => number;
  /** Creating it over an existing one replaces that, as the service's "put" calls do. */
  readonly upsert?: true;
  /** Template of the import id where it differs from the id. */
  readonly import?: string;
}
