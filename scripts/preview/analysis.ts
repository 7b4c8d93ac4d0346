import { judge } from "../guardrails/judge.ts";
import type { StackView } from "../guardrails/policy.ts";
import type { Change, Finding, StackPreview } from "./document.ts";
import { bodyOf, sameConfiguration } from "./plan/configuration.ts";
import { constructOf, constructPaths } from "./plan/construct-paths.ts";
import { configuredAttributes, type Plan } from "./plan/plan.ts";
import { type PlannedChange, plannedChange } from "./plan/planned-change.ts";
import { classOf } from "./risk/class.ts";
import { isRecreated } from "./risk/recreated.ts";
import { namesOfNew } from "./risk/widening/grants.ts";
import { opens, shownDifferences } from "./shown/redaction.ts";
import type { StackContext } from "./stack-context.ts";

export interface StackAnalysis {
  readonly stack: StackPreview;
  /** Before waivers; the worst first. */
  readonly findings: readonly Finding[];
}

/** What a plan would do to a stack, and what is dangerous about it. Nothing in the result holds a value that is not meant to be seen. */
export function analyzeStack(plan: Plan, context: StackContext): StackAnalysis {
  const changes = plannedChanges(plan, context);
  const view: StackView = { context, plan, changes, isNew: isNew(plan), created: namesOfNew(changes) };
  const findings = judge(view);
  const byAddress = Map.groupBy(findings, ({ address }) => address);
  return {
    stack: {
      name: context.stack,
      layer: context.layer,
      status: plan.errored ? "failed" : context.status,
      provisional: [...context.provisional],
      problems: [...context.problems, ...incompleteness(plan)],
      configurationChanged: configurationChanged(context),
      changes: changes.map((change) => shownChange(change, byAddress.get(change.address) ?? [])),
      outputs: changedOutputs(plan),
    },
    findings,
  };
}

/** Of a stack without a plan: nothing was to be planned, or nothing could be. */
export function unplanned(context: StackContext): StackAnalysis {
  const { stack: name, layer, status, provisional, problems } = context;
  return {
    stack: {
      name,
      layer,
      status,
      provisional: [...provisional],
      problems: [...problems],
      configurationChanged: configurationChanged(context),
      changes: [],
      outputs: [],
    },
    findings: [],
  };
}

function plannedChanges(plan: Plan, { base, head, doubts }: StackContext): PlannedChange[] {
  const constructs = constructPaths([base, head].filter((configuration) => configuration !== undefined));
  const configured = configuredAttributes(plan);
  const planned = [...plan.resource_changes, ...plan.deferred_changes.map(({ resource_change }) => resource_change)];
  return planned.flatMap((resource) => {
    const { address, type, mode } = resource;
    const change = plannedChange(resource, {
      construct: constructOf(constructs, address),
      configured: configured.get(address.replace(/\[[^\]]*\]$/, "")),
      declared: head && bodyOf(head, address),
      mayReplace: doubts.has(address) && mode === "managed",
      opens: (path) => opens(type, path),
    });
    return change === undefined ? [] : [{ ...change, mayReplace: change.mayReplace || isRecreated(change) }];
  });
}

function isNew({ resource_changes }: Plan): boolean {
  return resource_changes.every(({ mode, change }) => mode === "data" || change.actions.join() === "create");
}

function shownChange(change: PlannedChange, findings: readonly Finding[]): Change {
  const { address, previousAddress, type, construct, action, mayReplace } = change;
  return {
    address,
    ...(previousAddress !== undefined && { previousAddress }),
    type,
    construct,
    action,
    risk: classOf(change, findings),
    mayReplace,
    attributes: shownDifferences(change),
  };
}

function incompleteness({ complete, errored }: Plan): string[] {
  if (errored) return ["Terraform could not finish the plan: what it holds is not all"];
  return complete ? [] : ["The plan is not complete: once it is applied, another one follows"];
}

function configurationChanged({ base, head }: StackContext): boolean {
  if (base === undefined || head === undefined) return base !== head;
  return !sameConfiguration(base, head);
}

const outputActions: Readonly<Record<string, StackPreview["outputs"][number]["change"]>> = {
  create: "added",
  delete: "removed",
  update: "changed",
};

function changedOutputs(plan: Plan): StackPreview["outputs"] {
  return Object.entries(plan.output_changes).flatMap(([name, { actions }]) => {
    const change = outputActions[actions.join(" ")];
    if (actions.join(" ") === "no-op") return [];
    return [{ name, change: change ?? "changed" }];
  });
}
