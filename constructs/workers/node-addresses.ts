/**
 * Addresses of the subnet that a node takes at most, for itself and its pods: interfaces times addresses per interface.
 * The sizes of the m, c and r families agree in this. Source: Amazon EC2 user guide, "Maximum IP addresses per network interface".
 */
const bySize: Readonly<Record<string, number>> = {
  medium: 18,
  large: 30,
  xlarge: 60,
  "2xlarge": 60,
  "4xlarge": 240,
  "8xlarge": 240,
  "12xlarge": 240,
};

/** What the largest sizes take. */
const most = 750;

export function addressesPerNode(instanceType: string): number {
  return bySize[instanceType.split(".")[1] ?? ""] ?? most;
}
