import { accessChange } from "./access-change.ts";
import { dataLoss } from "./data-loss.ts";
import { destruction } from "./destruction.ts";
import { encryption } from "./encryption.ts";
import { exposure } from "./exposure.ts";
import { identityAccess } from "./identity-access.ts";
import { interruption } from "./interruption.ts";
import { outlook } from "./outlook.ts";
import { podSecurity } from "./pod-security.ts";
import type { Policy } from "./policy.ts";
import { protections } from "./protection.ts";
import { statements } from "./statements.ts";
import { upkeep } from "./upkeep.ts";
import { workloads } from "./workloads.ts";

/** Every policy, in the order in which findings of equal risk are told. docs/guardrails.md lists them; a test compares the two. */
export const policies: readonly Policy[] = [
  ...destruction,
  ...dataLoss,
  ...statements,
  ...protections,
  ...exposure,
  ...identityAccess,
  ...podSecurity,
  ...encryption,
  ...interruption,
  ...accessChange,
  ...upkeep,
  ...workloads,
  ...outlook,
];
