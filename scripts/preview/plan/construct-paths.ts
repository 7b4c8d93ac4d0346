import type { Configuration } from "./configuration.ts";

/**
 * Address → path of its construct within the stack, without the resource itself: `streaming/topics/user_events`. Read from
 * the notes that the engine leaves in a synthesized stack; earlier configurations name what later ones no longer have.
 */
export function constructPaths(configurations: readonly Configuration[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const { resource, data } of configurations) {
    for (const [prefix, types] of [["", resource] as const, ["data.", data] as const]) {
      for (const [type, bodies] of Object.entries(types)) {
        for (const [id, body] of Object.entries(bodies)) {
          const path = body["//"]?.metadata?.path;
          // The first part is the stack, the last the resource.
          if (path !== undefined) paths.set(`${prefix}${type}.${id}`, path.split("/").slice(1, -1).join("/"));
        }
      }
    }
  }
  return paths;
}

/** The construct of an address: all instances of a resource have the same. Empty where no configuration names it. */
export function constructOf(paths: ReadonlyMap<string, string>, address: string): string {
  return paths.get(address) ?? paths.get(address.replace(/\[.*$/, "")) ?? "";
}
