import { layers } from "../../../environments/layers.ts";
import type { Change, EnvironmentPreview, Finding, Risk, StackPreview } from "../document.ts";
import { courseOf, courses, isEnd } from "./action-words.ts";
import { type Fold, folded } from "./fold.ts";
import { byRisk, highestRisk } from "./risk-words.ts";

/** What happens in one construct of a stack, the worst first. `construct` is empty for what goes through the whole stack. */
export interface ConstructGroup {
  readonly construct: string;
  readonly risk: Risk;
  readonly folds: readonly Fold[];
}

/** Findings of one rule: they share what is to be said of it. */
export interface RuleGroup {
  readonly id: string;
  readonly risk: Risk;
  readonly why: string;
  readonly remedy: string;
  readonly findings: readonly Finding[];
}

const verdictOrder = ["failed", "blocked", "ok", "unchanged"];
const severityOrder = ["block", "warn", "note"];

/** One whose protection is unlocked comes before all others; then what cannot pass; then by risk. */
export function environmentsInOrder(environments: readonly EnvironmentPreview[]): EnvironmentPreview[] {
  return environments.toSorted(
    (a, b) =>
      Number(b.unlocked !== undefined) - Number(a.unlocked !== undefined) ||
      verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) ||
      byRisk(a.risk, b.risk),
  );
}

/** As they are deployed. */
export function stacksInOrder(stacks: readonly StackPreview[]): StackPreview[] {
  return stacks.toSorted((a, b) => layerIndex(a) - layerIndex(b));
}

/** What ends first, then by risk; each once, folded where it says the same of several resources. */
export function groupsInOrder(changes: readonly Change[]): ConstructGroup[] {
  const { wide, byConstruct } = folded(changes.toSorted(byAddress));
  const groups = [...byConstruct].map(([construct, folds]) => group(construct, folds));
  if (wide.length > 0) groups.push(group("", wide));
  return groups.sort((a, b) => byFirstFold(a, b) || compare(a.construct, b.construct));
}

/** Destroyed and replaced resources, and the rest. */
export function endsAndRest(changes: readonly Change[]): { readonly ends: Change[]; readonly rest: Change[] } {
  const ends = changes.filter((change) => isEnd(courseOf(change)));
  return { ends, rest: changes.filter((change) => !isEnd(courseOf(change))) };
}

export function findingsInOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) =>
      Number(a.waived !== undefined) - Number(b.waived !== undefined) ||
      severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
      byRisk(a.risk, b.risk) ||
      compare(a.id, b.id) ||
      compare(a.address, b.address),
  );
}

export function rulesInOrder(findings: readonly Finding[]): RuleGroup[] {
  const groups = Map.groupBy(findingsInOrder(findings), ({ id, risk, why, remedy }) =>
    JSON.stringify([id, risk, why, remedy]),
  );
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ id: first.id, risk: first.risk, why: first.why, remedy: first.remedy, findings: same }] : [];
  });
}

function group(construct: string, folds: readonly Fold[]): ConstructGroup {
  return { construct, risk: highestRisk(folds.map(({ risk }) => risk)), folds: folds.toSorted(byCourse) };
}

function byFirstFold(a: ConstructGroup, b: ConstructGroup): number {
  const [foldA] = a.folds;
  const [foldB] = b.folds;
  return foldA && foldB ? byCourse(foldA, foldB) : 0;
}

function byCourse(a: Fold, b: Fold): number {
  const ends = Number(isEnd(b.course)) - Number(isEnd(a.course));
  return ends || byRisk(a.risk, b.risk) || courses.indexOf(a.course) - courses.indexOf(b.course);
}

function byAddress(a: Change, b: Change): number {
  return compare(a.construct, b.construct) || compare(a.address, b.address);
}

/** By code unit: the same on every machine, and far quicker than by language. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A layer that nobody knows comes last. */
function layerIndex({ layer }: StackPreview): number {
  const index = (layers as readonly string[]).indexOf(layer);
  return index === -1 ? layers.length : index;
}
