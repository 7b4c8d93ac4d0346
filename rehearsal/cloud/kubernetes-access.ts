import type { Operation } from "./account.ts";
import { refuse } from "./rule.ts";
import type { Store } from "./store.ts";

const READS = new Set(["AmazonEKSAdminViewPolicy", "AmazonEKSViewPolicy"]);
const CHANGES = new Set(["AmazonEKSClusterAdminPolicy"]);

/** The role that a provider's token is for, of `aws eks get-token … --role-arn ARN`; none where it says nothing. */
export function tokenRole(args: readonly string[]): string | undefined {
  const at = args.indexOf("--role-arn");
  return at < 0 ? undefined : args[at + 1];
}

/**
 * Refuses what the cluster's access entries do not give a role. Source: Amazon EKS user guide, "Grant IAM users access to
 * Kubernetes with EKS access entries". `place` is the folder of the cluster's account and region.
 */
export function checkAccess(
  store: Store,
  place: string,
  cluster: string,
  role: string,
  { operation, type }: { operation: Operation; type: string },
): void {
  const ofRole = (kind: string) =>
    store
      .list(`${place}/${kind}`)
      .filter(({ values }) => values.cluster_name === cluster && values.principal_arn === role);
  const change = { operation, type, id: "" };
  if (ofRole("aws_eks_access_entry").length === 0) {
    refuse(change, "Unauthorized", `the cluster ${cluster} has no access entry for ${role}. Give it one.`);
  }
  const policies = ofRole("aws_eks_access_policy_association").map(({ values }) => String(values.policy_arn));
  const names = policies.map((policy) => policy.split("/").at(-1) ?? "");
  if (names.some((name) => CHANGES.has(name) || (operation === "read" && READS.has(name)))) return;
  const has = names.length === 0 ? "no access policy" : names.join(", ");
  refuse(change, "Forbidden", `${role} has ${has} in ${cluster}, which does not allow it. Use another role.`);
}
