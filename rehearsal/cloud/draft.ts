import { createHash } from "node:crypto";
import { isUnknown, isValues, type Value, type Values } from "../value.ts";
import type { Draft, Fill, ObjectKind } from "./kind.ts";
import { member } from "./paths.ts";

/** Where an object is made: the answers to `{account}`, `{region}` and their like, and the objects around it. */
export interface Setting {
  readonly names: Readonly<Record<string, string>>;
  found(type: string, id: string): Values | null;
}

const NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const MADE_UP = /^(hex|digits|chars|CHARS)(\d+)$/;

/**
 * An object in the making: answers what its attributes are or will be. The same type, values, setting and salt give
 * the same answers in every run.
 */
export class DraftObject implements Draft {
  private readonly kind: ObjectKind;
  private readonly planned: Values;
  private readonly setting: Setting;
  private readonly seed: string;
  private readonly prior: Values;
  private readonly inProgress = new Set<string>();

  constructor(type: string, kind: ObjectKind, planned: Values, setting: Setting, salt: number, prior: Values = {}) {
    this.prior = prior;
    this.kind = kind;
    this.planned = planned;
    this.setting = setting;
    this.seed = `${type} ${JSON.stringify(setting.names)} ${canonical(planned)} ${salt}`;
  }

  id(): string {
    return textOf(this.apply("id", this.kind.id));
  }

  render(template: string): string {
    return template.replace(/\{([^{}]+)\}/g, (_all, name: string) => this.placeholder(name));
  }

  /** Like {@link render}; made-up characters are told apart by `label`. */
  renderAs(label: string, template: string): string {
    this.inProgress.add(label);
    const text = this.render(template);
    this.inProgress.delete(label);
    return text;
  }

  at(path: string): Value {
    const [head = "", ...rest] = path.split(".");
    let value = this.planned[head] ?? null;
    if (isUnknown(value)) value = this.fill(head) ?? null;
    for (const step of rest) {
      if (Array.isArray(value)) value = value[Number(step)] ?? null;
      else value = member(value, step);
    }
    return value;
  }

  found(type: string, id: string): Values | null {
    return this.setting.found(type, id);
  }

  before(attribute: string): Value {
    return this.prior[attribute] ?? null;
  }

  number(label: string, limit: number): number {
    return Number(BigInt(`0x${this.hex(label, 12)}`) % BigInt(limit));
  }

  /** What the object's kind says of an attribute, by path without indexes; undefined if it says nothing. */
  fill(path: string): Value | undefined {
    const fill = this.kind.fills?.[path] ?? (path === "id" ? this.kind.id : undefined) ?? this.fromPrefix(path);
    return fill === undefined ? undefined : this.apply(path, fill);
  }

  hex(label: string, length: number): string {
    return createHash("sha512").update(`${this.seed} ${label}`).digest("hex").repeat(2).slice(0, length);
  }

  private apply(path: string, fill: Fill): Value {
    if (this.inProgress.has(path)) throw new Error(`the simulated ${path} is defined by itself`);
    this.inProgress.add(path);
    try {
      return typeof fill === "string" ? this.render(fill) : fill(this);
    } finally {
      this.inProgress.delete(path);
    }
  }

  /** A name left out is made from its prefix, as the providers do it. */
  private fromPrefix(path: string): Fill | undefined {
    const prefix = this.planned[`${path}_prefix`];
    if (typeof prefix === "string" && prefix !== "") return () => `${prefix}${this.digits(path, 26)}`;
    return `${path}_prefix` in this.planned ? () => `terraform-${this.digits(path, 26)}` : undefined;
  }

  private placeholder(name: string): string {
    const [path = "", fallback = ""] = name.split("|");
    const known = this.setting.names[name];
    if (known !== undefined) return known;
    const label = [...this.inProgress].at(-1) ?? "";
    const [, form, count] = MADE_UP.exec(name) ?? [];
    if (form === "hex") return this.hex(label, Number(count));
    if (form === "digits") return this.digits(label, Number(count));
    if (form === "CHARS") return this.characters(label, Number(count)).toUpperCase();
    if (form === "chars") return this.characters(label, Number(count));
    if (name === "uuid") return this.uuid(label);
    if (name === "address")
      return `10.${this.number(`${label}a`, 256)}.${this.number(`${label}b`, 256)}.${4 + this.number(`${label}c`, 250)}`;
    return textOf(this.at(path)) || fallback;
  }

  private digits(label: string, length: number): string {
    return Array.from({ length }, (_, index) => this.number(`${label}${index}`, 10)).join("");
  }

  private characters(label: string, length: number): string {
    return Array.from({ length }, (_, index) => NAME_CHARACTERS[this.number(`${label}${index}`, 36)]).join("");
  }

  private uuid(label: string): string {
    const hex = this.hex(label, 32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

function textOf(value: Value): string {
  return value === null || typeof value === "object" ? "" : String(value);
}

/** One text per value: keys in order, unknowns left out, numbers by their digits whatever form they came in. */
export function canonical(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (isValues(value)) {
    const keys = Object.keys(value)
      .filter((key) => !isUnknown(member(value, key)))
      .sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(member(value, key))}`).join()}}`;
  }
  return typeof value === "bigint" || typeof value === "number" ? String(value) : JSON.stringify(value);
}
