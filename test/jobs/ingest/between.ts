import type { ObjectStore } from "../../../jobs/lake/object-store.ts";

/** Called before and after each operation of a store; `number` counts operations from 1, over all stores of a lake. */
export type Watch = (number: number, when: "before" | "after") => Promise<void> | void;

/** Stores of one lake with something that looks on between their operations. A listing is one operation. */
export function watching(watch: Watch): {
  readonly wrap: (store: ObjectStore) => ObjectStore;
  readonly count: () => number;
} {
  let count = 0;
  const step = async <T>(act: () => Promise<T>): Promise<T> => {
    count += 1;
    const number = count;
    await watch(number, "before");
    const result = await act();
    await watch(number, "after");
    return result;
  };
  const wrap = (store: ObjectStore): ObjectStore => ({
    place: (key) => store.place(key),
    async *list(prefix) {
      const found = await step(async () => {
        const all = [];
        for await (const each of store.list(prefix)) all.push(each);
        return all;
      });
      yield* found;
    },
    folders: (folder) => step(() => store.folders(folder)),
    open: (key, version) => step(() => store.open(key, version)),
    text: (key) => step(() => store.text(key)),
    put: (key, content) => step(() => store.put(key, content)),
    replace: (key, expected, content) => step(() => store.replace(key, expected, content)),
    copy: (from, to) => step(() => store.copy(from, to)),
    remove: (key) => step(() => store.remove(key)),
  });
  return { wrap, count: () => count };
}

/** What a killed process would have left: from one operation on, nothing happens any more. */
export class Killed extends Error {}

export function killedAt(number: number, when: "before" | "after"): Watch {
  return (at, now) => {
    if (at > number || (at === number && (when === "before" || now === "after"))) throw new Killed("Killed.");
  };
}
