/** An environment's stacks by layer, in the order in which they are deployed and rebuilt. */
export const layers = ["foundation", "data", "workers", "jobs"] as const;
export type Layer = (typeof layers)[number];

export function stackName(environment: string, layer: Layer): string {
  return `${environment}-${layer}`;
}

export function stackNames(environment: string): string[] {
  return layers.map((layer) => stackName(environment, layer));
}
