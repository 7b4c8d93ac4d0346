/** AWS Graviton families carry a "g" after their generation: m7g, c7gn, r8gd. */
export function isGraviton(instanceType: string): boolean {
  return /^[a-z]+[0-9]+g/.test(instanceType);
}

/** The Amazon Linux 2023 image that EKS builds for nodes of these types, which are all of one architecture. */
export function nodeImage(instanceTypes: readonly string[]): "AL2023_ARM_64_STANDARD" | "AL2023_x86_64_STANDARD" {
  return instanceTypes.every(isGraviton) ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
}
