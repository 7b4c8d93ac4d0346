import type { StoredObject } from "../cloud/store.ts";
import type { Values } from "../value.ts";
import { type AddressBook, TWINS } from "./address-book.ts";

/** The address of an object that stands: as the last plan names it, else as the store keeps it. */
export function addressesOf(
  book: AddressBook,
  type: string,
  values: Values,
  stored: () => StoredObject | null,
): readonly string[] {
  const planned = book.ofExisting(type, values.id);
  if (planned !== undefined) return [planned];
  const object = stored();
  return object === null ? [] : recordedAddresses(object);
}

/** The addresses that an object may stand for, by its own record. */
export function recordedAddresses({ address, private: bookkeeping }: StoredObject): readonly string[] {
  if (address !== undefined) return [address];
  const twins = bookkeeping?.[TWINS];
  return Array.isArray(twins) ? twins.filter((twin) => typeof twin === "string") : [];
}
