/** How a run's node may end: when the run does, or also when EC2 takes it back. The names of the pools of nodes. */
export const capacities = ["on-demand", "spot"] as const;
export type Capacity = (typeof capacities)[number];

/** Keeps what is no job off the nodes of jobs. */
export const jobTaint = { key: "plinth/jobs", effect: "NoSchedule" } as const;

/** The label, Karpenter's own, by which a pod asks for a pool. */
export const poolLabel = "karpenter.sh/nodepool";
