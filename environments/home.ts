import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Where a simulated environment lives: its cloud, its state, the bytes of its buckets and databases. */
export function simulatedHome(environment: string): string {
  return join(root, ".plinth", environment);
}

/** The folder of one simulated cloud: what its providers and its jobs keep where. */
export function homeFolders(home: string) {
  return { cloud: join(home, "cloud"), state: join(home, "state"), out: join(home, "out") };
}
