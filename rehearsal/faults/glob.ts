import picomatch from "picomatch";

/** Whether an address is meant. Addresses are no paths: brackets belong to keys, and "*" goes through everything. */
export function covers(glob: string, address: string): boolean {
  return picomatch(glob, { nobracket: true, bash: true })(address);
}
