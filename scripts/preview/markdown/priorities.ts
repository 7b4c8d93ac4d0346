/** What has room first where not all has; lines of the same number share what there is. */
export const priorities = {
  environments: 0,
  blocked: 1,
  ends: 2,
  warnings: 3,
  stacks: 4,
  waived: 5,
  /** Of the most dangerous changes; each lesser risk comes one later. */
  changes: 6,
  asides: 12,
} as const;
