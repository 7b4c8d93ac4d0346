import picomatch from "picomatch";
import { type EnvironmentPreview, type Risk, risks } from "../../scripts/preview/document.ts";
import type { ChangeCase } from "./changes/change-case.ts";
import { withoutEnding } from "./merge-patch.ts";

/** What a preview says of a change, in the words of its labels, so that the two can be compared. */
export interface Seen {
  /** Label → what the changes are that it names, each once. */
  readonly changes: Readonly<Record<string, string>>;
  readonly findings: readonly string[];
  readonly failed: readonly string[];
}

/** R4 and R5 resources that a label names, and those that were classed below. */
export interface Recall {
  readonly labelled: number;
  readonly missed: readonly string[];
}

interface Told {
  readonly place: string;
  readonly text: string;
  readonly risk: Risk;
}

export function seen({ changes, findings, environment }: ChangeCase, preview: EnvironmentPreview): Seen {
  const told = changesOf(preview);
  const named = Object.keys(changes).map((label) => [label, texts(told.filter(({ place }) => is(label, place)))]);
  const labels = Object.keys(changes);
  const others = told
    .filter(({ place, risk }) => atLeast(risk, "R3") && !labels.some((label) => is(label, place)))
    .map(({ place, text }) => [place, text]);
  return {
    changes: Object.fromEntries([...named, ...others]),
    findings: labelsMet(findings, findingsOf(preview, environment)),
    failed: preview.stacks.filter(({ status }) => status === "failed").map(({ layer }) => layer),
  };
}

export function recallOf({ changes }: ChangeCase, preview: EnvironmentPreview): Recall {
  const told = changesOf(preview);
  const grave = Object.entries(changes).filter(([, text]) => /R[45]$/.test(text));
  const outcomes = grave.flatMap(([label, text]) => {
    const least = riskIn(text);
    const met = told.filter(({ place }) => is(label, place));
    return met.length === 0
      ? [[label, false] as const]
      : met.map((one) => [one.place, atLeast(one.risk, least)] as const);
  });
  return { labelled: outcomes.length, missed: outcomes.filter(([, found]) => !found).map(([place]) => place) };
}

function changesOf({ stacks }: EnvironmentPreview): Told[] {
  return stacks.flatMap(({ layer, changes }) =>
    changes
      .filter(({ action }) => action !== "read")
      .map(({ address, action, risk }) => ({
        place: `${layer}/${withoutEnding(address)}`,
        text: `${action} ${risk}`,
        risk,
      })),
  );
}

function findingsOf({ findings }: EnvironmentPreview, environment: string): { kind: string; place: string }[] {
  return findings.map(({ id, severity, stack, address }) => ({
    kind: `${id} ${severity}`,
    place: stack === environment ? address : `${stack.slice(environment.length + 1)}/${withoutEnding(address)}`,
  }));
}

/** The labels that a finding meets, and what no label names. */
function labelsMet(labels: readonly string[], findings: readonly { kind: string; place: string }[]): string[] {
  const meets = (label: string, { kind, place }: { kind: string; place: string }) =>
    label.startsWith(`${kind} `) && is(label.slice(kind.length + 1), place);
  const met = labels.filter((label) => findings.some((finding) => meets(label, finding)));
  const others = findings.filter((finding) => !labels.some((label) => meets(label, finding)));
  return [...new Set([...met, ...others.map(({ kind, place }) => `${kind} ${place}`)])].sort();
}

function is(label: string, place: string): boolean {
  return picomatch.isMatch(place, label, { nobracket: true });
}

function texts(told: readonly Told[]): string {
  return [...new Set(told.map(({ text }) => text))].sort().join(", ") || "no change";
}

function riskIn(text: string): Risk {
  return risks.find((risk) => text.endsWith(risk)) ?? "R0";
}

function atLeast(risk: Risk, least: Risk): boolean {
  return risks.indexOf(risk) >= risks.indexOf(least);
}
