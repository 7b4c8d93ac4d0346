/** An environment's stacks by layer, in the order in which they are deployed and rebuilt. */
export const layers = ["foundation", "data", "workers", "jobs"] as const;
export type Layer = (typeof layers)[number];

/** Layers that wait for nothing but the ones before them are deployed side by side. */
export const waves: readonly (readonly Layer[])[] = [["foundation"], ["data", "workers"], ["jobs"]];

export function stackName(environment: string, layer: Layer): string {
  return `${environment}-${layer}`;
}

export function stackNames(environment: string): string[] {
  return layers.map((layer) => stackName(environment, layer));
}
