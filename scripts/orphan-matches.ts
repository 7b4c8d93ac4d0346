import type { Entry } from "../rehearsal/faults/address-book.ts";
import { STACK } from "../rehearsal/faults/address-book.ts";
import { recordedAddresses } from "../rehearsal/faults/addresses-of.ts";
import { agrees } from "../rehearsal/faults/known-values.ts";
import { nameOf, type Orphan } from "../rehearsal/orphans.ts";

/** An orphan and the addresses it may be adopted at: one, several that nothing tells apart, or none. */
export interface Match {
  readonly orphan: Orphan;
  readonly addresses: readonly string[];
}

/** What the orphans' own records say, less the addresses that are in the state already or not declared any more. */
export function recordedMatches(
  stack: string,
  orphans: readonly Orphan[],
  free: (address: string) => boolean,
): Match[] {
  return orphans
    .filter(({ object }) => object.private?.[STACK] === stack)
    .map((orphan) => ({ orphan, addresses: recordedAddresses(orphan.object).filter(free) }));
}

/** What a plan would create that is there already: by its unique name, else by everything that the plan knows of it. */
export function plannedMatches(orphans: readonly Orphan[], creates: readonly Entry[]): Match[] {
  return orphans.map((orphan) => {
    const { object, folder } = orphan;
    const ofType = creates.filter(({ type, values }) => type === object.type && values !== undefined);
    const named = ofType.filter(({ type, values = {} }) => nameOf(type, values, folder) === object.id);
    const alike = named.length > 0 ? named : ofType.filter(({ values = {} }) => agrees(values, object.values));
    const recorded = recordedAddresses(object);
    const told = alike.filter(({ address }) => recorded.length === 0 || recorded.includes(address));
    return { orphan, addresses: told.map(({ address }) => address) };
  });
}

/** The matches in which one orphan and one address belong to each other and to no other. */
export function certain(matches: readonly Match[]): { orphan: Orphan; address: string }[] {
  return matches.flatMap(({ orphan, addresses: [address, ...others] }) => {
    const claims = matches.filter(({ addresses }) => address !== undefined && addresses.includes(address));
    return address !== undefined && others.length === 0 && claims.length === 1 ? [{ orphan, address }] : [];
  });
}
