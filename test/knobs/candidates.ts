import { z } from "zod";
import type { Environment } from "../../environments/environment.ts";
import type { Knob } from "./walk.ts";

/** Numbers to try where nobody has set one. */
const someNumbers: number[] = [1, 2, 7, 30, 90, 400, 1000];

/**
 * Other values that a knob might take, by what the change is called, the likeliest first: the environment's own rules say
 * which it does. None where one cannot guess.
 */
export function candidates({ schema, value }: Knob, names: readonly string[]): Readonly<Record<string, unknown[]>> {
  const ways = schema instanceof z.ZodArray ? lists(value, names) : { other: others(schema, value, names) };
  const isOne = (candidate: unknown) => schema.safeParse(candidate).success;
  return Object.fromEntries(Object.entries(ways).map(([way, values]) => [way, values.filter(isOne)]));
}

function others(schema: z.ZodType, value: unknown, names: readonly string[]): unknown[] {
  if (schema instanceof z.ZodEnum) return schema.options.filter((option) => option !== value);
  if (schema instanceof z.ZodLiteral) return [...schema.values].filter((option) => option !== value);
  if (schema instanceof z.ZodBoolean) return [!value];
  if (schema instanceof z.ZodNumber) return numbers(value);
  if (schema instanceof z.ZodString) return texts(value, names);
  return [];
}

/** Every name and every short text of an environment: what refers to something refers to one of these. */
export function namesIn(environment: Environment): string[] {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") names.add(value);
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) names.add(key);
      visit(inner);
    }
  };
  visit(environment);
  return [...names].filter((name) => name.length < 60);
}

function numbers(value: unknown): number[] {
  if (typeof value !== "number") return someNumbers;
  return [value + 1, value * 2, value - 1, Math.floor(value / 2)];
}

function texts(value: unknown, names: readonly string[]): string[] {
  if (typeof value !== "string") return [...names];
  return [`${value}X`, `${value}x`, `${value.slice(0, -1)}1`, ...names.filter((name) => name !== value)];
}

function lists(value: unknown, names: readonly string[]): Record<"longer" | "shorter", unknown[]> {
  const list: unknown[] = Array.isArray(value) ? value : [];
  const longer = names.filter((name) => !list.includes(name)).map((name) => [...list, name]);
  return { longer, shorter: list.length > 0 ? [list.slice(0, -1), list.slice(1)] : [] };
}
