import { exact, exceeds, type Fraction } from "./fraction.ts";
import type { Price, PriceFile } from "./prices.ts";
import { declaredPaths, type Usage } from "./usage.ts";

/** Beyond this age a price is said to be old. */
const daysThatPricesLast = 180;

interface Basis {
  readonly environment: { readonly name: string; readonly aws: { readonly region: string } };
  readonly usage: Usage;
  readonly prices: PriceFile;
  readonly today: string;
  readonly used: readonly { readonly price: Price; readonly quantity: Fraction }[];
  /** Declared usage that something was charged by. */
  readonly declared: readonly string[];
  /** All stacks could be read. */
  readonly isWhole: boolean;
}

/** What a reader must know before trusting the figures. */
export function estimateNotes(basis: Basis): string[] {
  const prices = [...new Set(basis.used.map(({ price }) => price))];
  return [...unsure(prices), ...elsewhere(prices, basis), ...old(prices, basis), ...tiers(basis), ...strays(basis)];
}

function unsure(prices: readonly Price[]): string[] {
  const items = prices.filter(({ unverified }) => unverified !== undefined).map(({ item }) => item);
  return items.length === 0 ? [] : [`Prices that nobody has verified: ${items.sort().join(", ")}.`];
}

function elsewhere(prices: readonly Price[], { environment, prices: file }: Basis): string[] {
  const { region } = environment.aws;
  const count = prices.filter((price) => price.region !== region).length;
  const other = file.alike[region];
  if (count === 0 || other === undefined) return [];
  return [
    `Prices of ${other.region} that stand for ${region}, unverified: ${count} of ${prices.length}; ${other.why}.`,
  ];
}

function old(prices: readonly Price[], { today }: Basis): string[] {
  const stale = prices.filter(({ asOf }) => asOf === null || daysBetween(asOf, today) > daysThatPricesLast);
  if (stale.length === 0) return [];
  const days = stale.flatMap(({ asOf }) => asOf ?? []).sort();
  const oldest = days[0] === undefined ? "" : `, the oldest of ${days[0]}`;
  const undated = stale.length - days.length;
  const without = undated === 0 ? "" : `, ${undated} without a day`;
  return [`Prices older than ${daysThatPricesLast} days: ${stale.length} of ${prices.length}${oldest}${without}.`];
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function tiers({ used }: Basis): string[] {
  const beyond = used.filter(({ price: { upTo }, quantity }) => upTo !== undefined && exceeds(quantity, exact(upTo)));
  const items = new Set(beyond.map(({ price }) => price.item));
  return [...items].map((item) => `More of ${item} than its price is for: the seller asks less for the rest.`);
}

function strays({ usage, declared, environment, isWhole }: Basis): string[] {
  if (!isWhole) return [];
  const paths = declaredPaths(usage).filter(
    (path) => !declared.some((used) => path === used || path.startsWith(`${used}.`)),
  );
  if (paths.length === 0) return [];
  return [
    `Declared in environments/usage.ts for ${environment.name}, and nothing is charged by it: ${paths.join(", ")}.`,
  ];
}
