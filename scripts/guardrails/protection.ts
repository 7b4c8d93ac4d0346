import { declaredAddresses, keptFromDestruction } from "../preview/plan/configuration.ts";
import { loosenedPodSecurity } from "../preview/risk/pod-security.ts";
import { openedBody } from "../preview/risk/policy-bodies.ts";
import { loosened } from "../preview/risk/settings.ts";
import { loosenedParameter } from "../preview/risk/snowflake-parameters.ts";
import { loosenedTopicSettings } from "../preview/risk/topic-settings.ts";
import { loosenedPods } from "./pod-security.ts";
import { guarded, type Policy, type StackView } from "./policy.ts";

export const protections: readonly Policy[] = [
  {
    id: "protection-loosened",
    risk: "R5",
    severity: guarded,
    unlockable: true,
    why: "The next plan can then destroy or lose what this one still protects",
    remedy:
      "Keep the protection; a destroy that is meant goes through PLINTH_UNLOCK, in one step and for a named address",
    look: (change, { plan }) => [
      ...loosened(change)
        .filter(({ retention }) => !retention)
        .map(({ path, means }) => `${path} is loosened: ${means}`),
      ...loosenedTopicSettings(change, plan)
        .filter(({ kind }) => kind === "safety")
        .map(({ name }) => `${name} is loosened: records may be lost, or written by anybody`),
      ...loosenedPodSecurity(change),
      ...loosenedParameter(change)
        .filter(({ retention }) => !retention)
        .map(({ key, means }) => `${key} is loosened: ${means}`),
      ...openedBody(change),
      ...loosenedPods(change),
    ],
  },
  {
    id: "prevent-destroy-removed",
    risk: "R5",
    severity: guarded,
    unlockable: true,
    why: "Terraform no longer refuses to destroy it, which no plan shows",
    remedy: "Keep prevent_destroy in its lifecycle; a destroy that is meant goes through PLINTH_UNLOCK",
    survey: ({ context: { base, head }, changes }: StackView) => {
      if (base === undefined || head === undefined) return [];
      const kept = keptFromDestruction(head);
      const declared = declaredAddresses(head);
      const moved = new Map(changes.map(({ previousAddress, address }) => [previousAddress, address]));
      return [...keptFromDestruction(base)].flatMap((address) => {
        const now = declared.has(address) ? address : moved.get(address);
        // What is no longer declared at all, the plan shows as deleted or forgotten.
        return now === undefined || kept.has(now)
          ? []
          : [{ address: now, what: "prevent_destroy is removed from its lifecycle" }];
      });
    },
  },
];
