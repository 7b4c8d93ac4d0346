import { beforeAll, expect, test } from "@jest/globals";
import { prod } from "../../environments/prod.ts";
import type { Decided } from "./decisions.ts";
import { type Expectation, type Expectations, holding, parts } from "./expectation.ts";
import { planned, stacksOf } from "./planned.ts";
import type { Stack } from "./references.ts";
import { type Domain, type Turn, turned } from "./turns.ts";

let before: Map<string, Stack>;
beforeAll(() => {
  before = stacksOf(prod);
});

/** Tests of every knob of a domain of prod, each turned by itself. */
export function expectTurns(domain: Domain, expectations: Expectations): void {
  const given = Object.entries(expectations).flatMap(([name, { given: patch }]) => (patch ? [[name, patch]] : []));
  const { patterns, turns } = turned(prod, domain, Object.fromEntries(given));

  test("every knob is turned, but for those that have no other value", () => {
    const fixed = Object.keys(expectations).filter((name) => expectations[name]?.fixed !== undefined);
    const still = patterns.filter((pattern) => !turns.some((turn) => turn.pattern === pattern));
    expect(still).toEqual(fixed);
    const known = [...turns.map(({ name }) => name), ...fixed];
    expect(Object.keys(expectations).filter((name) => !known.includes(name))).toEqual([]);
    if (process.env.PLINTH_PRINT)
      console.log(`${domain}: ${patterns.length} knobs, ${turns.length} turns, ${fixed.length} without another value`);
  });

  test.each(turns.map((turn): [string, Turn] => [turn.name, turn]))("%s", (name, turn) => {
    const expected = expectations[name] ?? {};
    expect(seen(domain, turn)).toEqual({
      changes: expected.silent === undefined,
      replaces: typesOf(expected, "replaces"),
      destroys: typesOf(expected, "destroys"),
      beyond: typesOf(expected, "beyond"),
    });
  });
}

function typesOf(expected: Expectation, key: "replaces" | "destroys" | "beyond"): string[] {
  return Object.keys(expected[key] ?? {}).sort();
}

function seen(domain: Domain, { environment }: Turn) {
  const plans = planned(before, environment);
  const actions = [...plans].flatMap(([stack, { actions }]) =>
    [...actions].map(([address, action]) => ({ stack, address, action })),
  );
  const stateful = (wanted: string) =>
    actions.filter(({ action, stack, address }) => action === wanted && holds(stack, address));
  const foreign = actions.filter(({ address }) => !isOf(domain, address));
  return {
    changes: actions.length > 0,
    replaces: types(stateful("replace")),
    destroys: types(stateful("delete")),
    beyond: [...types(foreign), ...handover(plans)].sort(),
  };
}

function holds(stack: string, address: string): boolean {
  const [type = ""] = address.split(".");
  const body = before.get(stack)?.resources.get(address);
  return type in holding || Object(body?.lifecycle).prevent_destroy === true;
}

function isOf(domain: Domain, address: string): boolean {
  const [, id = ""] = address.split(".");
  return parts[domain].includes(id.split("_")[0] ?? "");
}

function types(list: readonly { readonly address: string }[]): string[] {
  return [...new Set(list.map(({ address }) => address.split(".")[0] ?? ""))].sort();
}

function handover(plans: ReadonlyMap<string, Decided>): string[] {
  return [...plans.values()].some(({ handsOverOther }) => handsOverOther) ? ["handover"] : [];
}
