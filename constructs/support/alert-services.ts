/** AWS services that send alerts in their own name: alarms, budgets, and events that a rule picks. */
export const alertServices = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"] as const;
