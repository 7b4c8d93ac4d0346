import type {
  AttributeChange,
  Change,
  EnvironmentPreview,
  Finding,
  PreviewDocument,
  StackPreview,
} from "../../scripts/preview/document.ts";
import { highestRisk } from "../../scripts/preview/words/risk-words.ts";
import { type Place, places } from "./platform.ts";

export function attribute(path: string, values: Partial<AttributeChange> = {}): AttributeChange {
  return { path, change: "changed", unknown: false, replaces: false, ...values };
}

export function change(values: Partial<Change> & Pick<Change, "address" | "construct">): Change {
  const type = values.address.split(".")[0] ?? "";
  return { type, action: "update", risk: "R2", mayReplace: false, attributes: [], ...values };
}

export function created({ address, construct, type }: Place): Change {
  const attributes = ["arn", "name", "tags_all"].map((path) =>
    attribute(path, { change: "added", unknown: path === "arn", ...(path === "name" && { after: construct }) }),
  );
  return { address, construct, type, action: "create", risk: "R1", mayReplace: false, attributes };
}

export function finding(values: Partial<Finding> = {}): Finding {
  return {
    id: "stateful-destroy",
    risk: "R5",
    severity: "block",
    stack: "prod-data",
    address: "aws_msk_topic.topics_user_events_topic_AB12CD34",
    what: "The topic user_events is destroyed.",
    why: "Its records are gone with it, and no backup of a topic exists.",
    remedy: "Keep the topic and stop its producers first.",
    ...values,
  };
}

export function stack(name: string, values: Partial<StackPreview> = {}): StackPreview {
  return {
    name,
    layer: name.split("-").at(-1) ?? "",
    status: "planned",
    provisional: [],
    problems: [],
    configurationChanged: (values.changes?.length ?? 0) > 0,
    changes: [],
    outputs: [],
    ...values,
  };
}

export function environment(name: string, values: Partial<EnvironmentPreview> = {}): EnvironmentPreview {
  const stacks = values.stacks ?? ["foundation", "data", "workers", "jobs"].map((layer) => stack(`${name}-${layer}`));
  const changes = stacks.flatMap((one) => one.changes);
  const blocked = values.findings?.some(({ severity, waived }) => severity === "block" && !waived);
  const failed = values.problems !== undefined || stacks.some(({ status }) => status === "failed");
  const verdict = failed ? "failed" : blocked ? "blocked" : changes.length > 0 ? "ok" : "unchanged";
  return {
    name,
    protection: name === "prod" ? "locked" : "standard",
    problems: [],
    verdict,
    risk: highestRisk([...changes, ...(values.findings ?? [])].map(({ risk }) => risk)),
    findings: [],
    ...values,
    stacks,
  };
}

export function preview(...environments: EnvironmentPreview[]): PreviewDocument {
  return {
    version: 1,
    source: "rehearsed",
    base: { ref: "main", commit: "484a58d0c1b2a3948576" },
    head: { commit: "0f1e2d3c4b5a69788796", uncommitted: false },
    environments,
  };
}

/** Each layer's stack with these changes of it. */
export function stacksOf(name: string, changes: readonly (Change & { readonly layer: string })[]): StackPreview[] {
  return ["foundation", "data", "workers", "jobs"].map((layer) =>
    stack(`${name}-${layer}`, {
      changes: changes.filter((one) => one.layer === layer).map(({ layer: _, ...rest }) => rest),
    }),
  );
}

export function firstDeploy(count = 500): PreviewDocument {
  const changes = places(count).map((place) => ({ ...created(place), layer: place.layer }));
  return preview(environment("prod", { stacks: stacksOf("prod", changes) }));
}
