import { ConfigurationError } from "../../constructs/support/errors.ts";
import { fingerprint, newKeyPair, publicKeyOf } from "./key-pair.ts";
import type { KeyPlace, SlotNumber, Slots } from "./key-place.ts";

export type Goal = "init" | "rotate";

export interface KeyChange {
  /** `finished`: a change that was ended halfway has been brought to its end. `kept`: there was nothing to do. */
  readonly done: "made" | "finished" | "kept";
  readonly slot: SlotNumber;
  readonly fingerprint: string;
}

const attributes = { 1: "RSA_PUBLIC_KEY", 2: "RSA_PUBLIC_KEY_2" } as const;

/**
 * Gives a user a new key: public half into the free slot, private half into the secret, a login with what the secret now
 * holds, then the other slot is cleared. At each moment the key in the secret opens the user's door, so programs never
 * notice.
 *
 * Killed anywhere, it is run again: what to do follows from the two places alone. A slot that is newer than the one which
 * the secret's key opens has lost its private half (it was in memory only), and is used anew; an older one waits to be
 * cleared.
 */
export async function changeKey(goal: Goal, place: KeyPlace, report: (line: string) => void): Promise<KeyChange> {
  const slots = await place.slots();
  const current = await openedBySecret(place, slots);
  if (current === undefined) {
    if (goal === "rotate") throw nothingToRotate();
    return await makeKey(freeSlot(slots), place, report);
  }
  const other = otherSlot(current);
  const leftOver = slots[other] !== undefined && isOlder(slots, other, current);
  if (leftOver) {
    report("an earlier change was ended halfway; it goes on from where it stopped");
    return { ...(await proveAndClear(current, place, report)), done: "finished" };
  }
  if (goal === "rotate") return await makeKey(other, place, report);
  report("the user has a key already; the secret's key signs in");
  return { ...(await proveAndClear(current, place, report)), done: "kept" };
}

async function makeKey(slot: SlotNumber, place: KeyPlace, report: (line: string) => void): Promise<KeyChange> {
  const { privateKey, publicKey } = await newKeyPair();
  await place.setSlot(slot, publicKey);
  report(`${attributes[slot]} is ${fingerprint(publicKey)}`);
  await place.storeKey(privateKey);
  report("the private key is in Secrets Manager");
  return { ...(await proveAndClear(slot, place, report)), done: "made" };
}

/** Signs in with what programs read, not with what is still in memory; only then the other key goes. */
async function proveAndClear(slot: SlotNumber, place: KeyPlace, report: (line: string) => void) {
  const stored = (await place.storedKey()) ?? "";
  const slots = await place.slots();
  const found = slots[slot];
  if (found === undefined || found.fingerprint !== fingerprintOf(stored)) {
    throw new ConfigurationError([
      `plinth keys: the secret's key is not that of ${attributes[slot]}; someone else changes it at the same time. Run it again when nobody does.`,
    ]);
  }
  await place.signIn(stored);
  report("the secret's key signs in");
  const other = otherSlot(slot);
  if (slots[other] !== undefined) {
    await place.clearSlot(other);
    report(`${attributes[other]} is cleared`);
  }
  return { slot, fingerprint: found.fingerprint };
}

async function openedBySecret(place: KeyPlace, slots: Slots): Promise<SlotNumber | undefined> {
  const stored = fingerprintOf((await place.storedKey()) ?? "");
  return ([1, 2] as const).find((slot) => stored !== undefined && slots[slot]?.fingerprint === stored);
}

function fingerprintOf(privateKey: string): string | undefined {
  const publicKey = publicKeyOf(privateKey);
  return publicKey === undefined ? undefined : fingerprint(publicKey);
}

function otherSlot(slot: SlotNumber): SlotNumber {
  return slot === 1 ? 2 : 1;
}

function isOlder(slots: Slots, one: SlotNumber, two: SlotNumber): boolean {
  return (slots[one]?.setAt ?? 0) < (slots[two]?.setAt ?? 0);
}

/** No slot holds a key that anyone could have: the empty one, or the older. */
function freeSlot(slots: Slots): SlotNumber {
  if (slots[1] === undefined) return 1;
  return slots[2] === undefined || isOlder(slots, 2, 1) ? 2 : 1;
}

function nothingToRotate(): ConfigurationError {
  return new ConfigurationError([
    "plinth keys rotate: the secret holds no key that signs the user in; there must be one to rotate. Run plinth keys init, which makes one.",
  ]);
}
