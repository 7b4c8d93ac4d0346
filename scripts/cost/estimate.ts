import { snowflakePrefix } from "../../environments/callers.ts";
import type { Environment } from "../../environments/environment.ts";
import type { Cost } from "../preview/document.ts";
import type { Charge, Outcome, Surroundings } from "./charge.ts";
import { exact, type Fraction, hoursPerMonth, product, rounded, shownNumber, sum } from "./fraction.ts";
import { estimateNotes } from "./notes.ts";
import { type Price, type PriceFile, priceOf } from "./prices.ts";
import { charged, chargedOnce, isFree, unpricedWith } from "./resource-types.ts";
import type { StackResources } from "./stack-resources.ts";
import type { Usage } from "./usage.ts";

export interface EstimateContext {
  readonly environment: Environment;
  readonly usage: Usage;
  readonly prices: PriceFile;
  /** `2026-11-21`. */
  readonly today: string;
}

/** Charges of one line that are of the same thing, at one time. */
interface Position {
  readonly driver: string;
  readonly text: string;
  readonly dollars: Fraction;
  readonly quantity: Fraction;
  readonly price: Price;
}

interface DriverCents {
  readonly what: string;
  readonly before: bigint;
  readonly after: bigint;
}

interface Bill {
  readonly positions: readonly Position[];
  readonly unpriced: readonly string[];
  readonly declared: readonly string[];
}

/** What a month of an environment costs before and after a change, of all that stands, changed or not. */
export function estimateCost(stacks: readonly StackResources[], context: EstimateContext): Cost {
  const before = billOf(stacks, "before", context);
  const after = billOf(stacks, "after", context);
  const drivers = driversOf(before, after);
  const unread = stacks.filter((stack) => stack.unread).map(({ stack }) => `${stack}: all of it; it has no plan`);
  const total = (time: "before" | "after") => drivers.reduce((cents, driver) => cents + driver[time], 0n);
  return {
    currency: "USD",
    before: dollars(total("before")),
    after: dollars(total("after")),
    drivers: drivers.map((driver) => ({ ...driver, before: dollars(driver.before), after: dollars(driver.after) })),
    unpriced: [...new Set([...unread, ...before.unpriced, ...after.unpriced])].sort(),
    pricesOf: context.prices.day,
    notes: estimateNotes({
      ...context,
      used: [...before.positions, ...after.positions],
      declared: [...before.declared, ...after.declared],
      isWhole: unread.length === 0,
    }),
  };
}

function billOf(stacks: readonly StackResources[], time: "before" | "after", context: EstimateContext): Bill {
  const resources = stacks.flatMap((stack) => stack[time]);
  const { environment, usage } = context;
  const surroundings: Surroundings = {
    usage,
    edition: environment.snowflake.edition,
    warehousePrefix: snowflakePrefix(environment),
    resources,
  };
  const outcomes = [
    ...resources.flatMap((resource) => charged[resource.type]?.(resource, surroundings) ?? []),
    ...chargedOnce.flatMap((charge) => charge(surroundings)),
  ];
  const charges = outcomes.filter(isCharge);
  const priced = positionsOf(charges, context);
  const types = new Set(resources.map(({ type }) => type));
  return {
    positions: priced.positions,
    unpriced: [
      ...outcomes.flatMap((one) => (isCharge(one) ? [] : [one.unpriced])),
      ...priced.missing,
      ...beside(types),
    ],
    declared: charges.flatMap(({ declared }) => declared ?? []),
  };
}

function isCharge(outcome: Outcome): outcome is Charge {
  return !("unpriced" in outcome);
}

/** What is not charged by resource: known to cost something, or not known at all. */
function beside(types: ReadonlySet<string>): string[] {
  return [...types].flatMap((type) => {
    const known = unpricedWith[type];
    if (known !== undefined) return [known];
    return Object.hasOwn(charged, type) || isFree(type)
      ? []
      : [`${type}: nothing here knows whether it costs anything`];
  });
}

function positionsOf(charges: readonly Charge[], context: EstimateContext) {
  const groups = Map.groupBy(charges, ({ driver, label, item }) => JSON.stringify([driver, label, item]));
  const positions: Position[] = [];
  const missing: string[] = [];
  for (const [charge, ...more] of groups.values()) {
    if (charge === undefined) continue;
    const { driver, label, item } = charge;
    const price = priceOf(context.prices, item, context.environment.aws.region);
    const quantity = sum([charge, ...more].map((one) => one.quantity));
    if (price === undefined)
      missing.push(`${driver}: no price of ${shownItem(item)} in ${context.environment.aws.region}`);
    else {
      const text = `${shownNumber(quantity)} ${label}`;
      positions.push({ driver, text, quantity, price, dollars: product(quantity, monthly(price)) });
    }
  }
  return { positions, missing };
}

/** Items end in what a plan calls a size; what is no name of a size is not repeated. */
function shownItem(item: string): string {
  return /^[\w.-]{1,60}$/.test(item) ? item : "a size that is none";
}

function monthly({ usd, per }: Price): Fraction {
  return per === "hour" ? product(exact(usd), hoursPerMonth) : exact(usd);
}

/** Each line in whole cents, so that the lines add up to the sum as it is shown; the dearest first. */
function driversOf(before: Bill, after: Bill): DriverCents[] {
  const names = new Set([...before.positions, ...after.positions].map(({ driver }) => driver));
  const drivers = [...names].map((name) => {
    const was = before.positions.filter(({ driver }) => driver === name);
    const is = after.positions.filter(({ driver }) => driver === name);
    return { what: `${name}: ${quantities(was, is)}`, before: cents(was), after: cents(is) };
  });
  return drivers.sort((a, b) => Number(dearest(b) - dearest(a)));
}

function dearest({ before, after }: DriverCents): bigint {
  return before > after ? before : after;
}

/** What is new or goes altogether is shown as it is: the amounts say which of the two. */
function quantities(before: readonly Position[], after: readonly Position[]): string {
  const texts = [before, after].map((positions) => positions.map(({ text }) => text).join(" + "));
  return [...new Set(texts)].filter((text) => text !== "").join(" → ");
}

function cents(positions: readonly Position[]): bigint {
  return rounded(sum(positions.map(({ dollars }) => dollars)), 2);
}

function dollars(cents: bigint): number {
  return Number(cents) / 100;
}
