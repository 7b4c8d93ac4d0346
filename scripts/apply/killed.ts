import { ConfigurationError } from "../../constructs/support/errors.ts";
import { homeFolders } from "../../environments/home.ts";
import { STACK } from "../../rehearsal/faults/address-book.ts";
import { recordedAddresses } from "../../rehearsal/faults/addresses-of.ts";
import { type Orphan, orphansIn, readStates, StateUnreadable } from "../../rehearsal/orphans.ts";
import { terraform } from "../../rehearsal/terraform.ts";
import type { BundledStack } from "../bundle/bundle.ts";
import { Refused } from "../bundle/refused.ts";
import type { StackPlace } from "../stack-places.ts";
import type { Journal } from "./journal.ts";

interface Killed {
  readonly environment: string;
  readonly home: string | undefined;
  readonly journal: Journal;
}

interface Unknown extends Killed {
  readonly why: string;
}

/** Terraform writes a state now and then while it applies; what it makes between the last time and its death is in no state. */
const unknown = {
  killed: "its apply was killed; the state may lack what was made in the last seconds before",
  unrecorded: "its apply could not write its state; unless that was made up for, the state lacks what was made",
} as const;

/**
 * Looks after a stack whose apply was killed or could not write its state: what can be known is said, and what cannot is named,
 * before anything else is done.
 * @throws Refused while something may exist that no state knows; in a real cloud, once
 */
export async function lookAfterKilled(stack: BundledStack, place: StackPlace, killed: Killed): Promise<void> {
  const { home, journal } = killed;
  const why = unknown[journal.of(stack.name) === "unrecorded" ? "unrecorded" : "killed"];
  const problems =
    home === undefined
      ? await unaccounted(stack, place, { ...killed, why })
      : orphansOf(stack.name, home, { ...killed, why });
  // What lies in a real account cannot all be looked through: whoever starts again has seen the list.
  if (problems.length === 0 || home === undefined) journal.set(stack.name, "told");
  if (problems.length > 0) throw new Refused("unaccounted", problems);
}

/** What was to be made and is in no state: it may exist, or not. */
async function unaccounted(stack: BundledStack, place: StackPlace, { environment, why }: Unknown): Promise<string[]> {
  const { code, stdout, stderr } = await terraform(["state", "list"], place);
  // There is none before the first resource is made.
  if (code !== 0 && !/No state file was found/.test(stderr))
    throw new ConfigurationError([`${place.stack}: ${stderr.trim()}`]);
  const standing = new Set(stdout.split("\n"));
  const open = Object.entries(stack.reviewed).filter(
    ([address, { actions }]) => actions.includes("create") && !standing.has(address),
  );
  if (open.length === 0) return [];
  return [
    `${stack.name}: ${why}. Look whether these exist, and adopt each that does: npx plinth import ${environment} ADDRESS ID. Then run the same command again; it makes the others. If Terraform says that the state is locked, and nobody is at it: terraform -chdir=${place.cwd} force-unlock LOCK_ID.`,
    ...open.map(([address]) => `${stack.name}: ${address} may exist, and is not in the state`),
  ];
}

/** A simulated cloud can be looked through: what it holds and no state knows. */
function orphansOf(stack: string, home: string, { environment, why }: Unknown): string[] {
  const { cloud, state } = homeFolders(home);
  const orphans = found(cloud, state).filter(({ object }) =>
    [undefined, stack].includes(textOf(object.private?.[STACK])),
  );
  if (orphans.length === 0) return [];
  return [
    `${stack}: ${why}. These objects exist and are in no state; adopt them with npx plinth import ${environment} --orphans, or one by one. Then run the same command again.`,
    ...orphans.map((orphan) => `${stack}: ${described(orphan, environment)}`),
  ];
}

function found(cloud: string, state: string): Orphan[] {
  try {
    return orphansIn(cloud, readStates(state));
  } catch (problem) {
    if (!(problem instanceof StateUnreadable)) throw problem;
    throw new ConfigurationError([problem.message]);
  }
}

function described({ object, importId }: Orphan, environment: string): string {
  const [address, ...others] = recordedAddresses(object);
  if (address === undefined) return `${object.type} ${importId}, whose address is not recorded`;
  if (others.length > 0) return `${object.type} ${importId}, which may be ${[address, ...others].join(" or ")}`;
  return `npx plinth import ${environment} '${address}' '${importId}'`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
