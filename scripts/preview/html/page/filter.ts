import type { Change, EnvironmentPreview, Finding, Risk, StackPreview } from "../../document.ts";
import { type Course, courseOf } from "../../words/action-words.ts";
import { topConstruct } from "../../words/fold.ts";

/** What a reader wants to see; an empty set, text or name excludes nothing. */
export interface Filter {
  readonly environment: string;
  readonly risks: ReadonlySet<Risk>;
  readonly courses: ReadonlySet<Course>;
  readonly text: string;
  readonly construct?: { readonly stack: string; readonly name: string };
}

export const everything: Filter = { environment: "", risks: new Set(), courses: new Set(), text: "" };

export function changesShown(filter: Filter, stack: StackPreview): readonly Change[] {
  const { risks, courses, construct } = filter;
  if (construct && construct.stack !== stack.name) return [];
  const words = wordsOf(filter);
  return stack.changes.filter(
    (change) =>
      (risks.size === 0 || risks.has(change.risk)) &&
      (courses.size === 0 || courses.has(courseOf(change))) &&
      (!construct || topConstruct(change) === construct.name) &&
      (words.length === 0 || holdsAll(change, textOfChange, words)),
  );
}

/** A finding has a course and a construct by the change that it is about. */
export function findingsShown(filter: Filter, environment: EnvironmentPreview): readonly Finding[] {
  const { risks, courses, construct } = filter;
  const words = wordsOf(filter);
  const changes = courses.size > 0 || construct ? changesByAddress(environment) : new Map<string, Change>();
  return environment.findings.filter((finding) => {
    const change = changes.get(addressKey(finding.stack, finding.address));
    return (
      (risks.size === 0 || risks.has(finding.risk)) &&
      (courses.size === 0 || (change !== undefined && courses.has(courseOf(change)))) &&
      (!construct || (finding.stack === construct.stack && change && topConstruct(change) === construct.name)) &&
      (words.length === 0 || holdsAll(finding, textOfFinding, words))
    );
  });
}

function wordsOf({ text }: Filter): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

const texts = new WeakMap<object, string>();

function holdsAll<T extends object>(item: T, textOf: (item: T) => string, words: readonly string[]): boolean {
  const known = texts.get(item) ?? textOf(item).toLowerCase();
  texts.set(item, known);
  return words.every((word) => known.includes(word));
}

function textOfChange({ address, previousAddress = "", construct, attributes }: Change): string {
  const said = attributes.flatMap(({ path, before = "", after = "" }) => [path, before, after]);
  return [address, previousAddress, construct, ...said].join("\n");
}

function textOfFinding({ id, stack, address, what, why, remedy, waived }: Finding): string {
  return [id, stack, address, what, why, remedy, waived?.reason ?? "", waived?.owner ?? ""].join("\n");
}

function changesByAddress({ stacks }: EnvironmentPreview): Map<string, Change> {
  return new Map(
    stacks.flatMap(({ name, changes }) => changes.map((change) => [addressKey(name, change.address), change] as const)),
  );
}

function addressKey(stack: string, address: string): string {
  return `${stack}\n${address}`;
}
