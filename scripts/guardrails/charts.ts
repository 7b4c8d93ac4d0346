import { valid } from "semver";
import { chartSettings } from "../preview/plan/chart-settings.ts";
import { changesAt, isUnknown, type PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, isValues, type Values } from "../preview/plan/values.ts";
import type { StackView } from "./policy.ts";

export function isPinnedImage(image: string): boolean {
  return /@sha256:[0-9a-f]{64}$/.test(image);
}

/**
 * A chart that is named without its exact version. Where none is configured the provider takes the newest, and writes its
 * version into the plan as if it had been (hashicorp/helm 3.1.1, `helm_release`, "version"); Helm takes `1.2` for a range.
 */
export function unpinnedChart(change: PlannedChange, { context }: StackView): string[] {
  const { action, after, before, configured } = change;
  if (isLocal(after)) return [];
  const isSet = configured?.has("version") ?? (at(after, "version").length > 0 || isUnknown(change, "version"));
  const version = first(after, "version");
  if (isSet && (version === undefined || valid(String(version)) !== null)) return [];
  if (action === "update" && changesAt(change, "chart").length + changesAt(change, "repository").length === 0) {
    const base = declaredRelease(change, context.base);
    const was = base === undefined ? first(before, "version") : first(base, "version");
    if (was === undefined || valid(String(was)) === null) return [];
  }
  return [isSet ? "Its chart has a range of versions, not one" : "Its chart has no version"];
}

/** A chart of our own files has the version of the commit; the engine puts them under `assets/`. */
function isLocal(values: Values | undefined): boolean {
  const chart = String(first(values, "chart") ?? "");
  return first(values, "repository") === undefined && /^(\.{0,2}\/|assets\/)/.test(chart);
}

/** How many images the settings of a chart name in a way that may mean another one tomorrow, and did not before. */
export function looseChartImages(change: PlannedChange, { context }: StackView): number {
  const { action, before, after } = change;
  const declared = isUnknown(change, "values") ? declaredRelease(change, context.head) : undefined;
  const old = new Set(action === "create" ? [] : loose(before));
  return loose(declared ?? after).filter((image) => !old.has(image)).length;
}

function declaredRelease({ address }: PlannedChange, configuration: StackView["context"]["base"]): Values | undefined {
  return configuration?.resource.helm_release?.[address.replace(/^helm_release\./, "").replace(/\[.*$/, "")];
}

function loose(values: Values | undefined): string[] {
  const settings = at(values, "set").filter(isValues);
  const digests = settings.some(({ name }) => /(^|\.)image\.digest$/.test(String(name)));
  const set = settings.flatMap(({ name, value }) => {
    if (/(^|\.)image$/.test(String(name))) return isPinnedImage(String(value)) ? [] : [`${name}=${value}`];
    return /(^|\.)image\.tag$/.test(String(name)) && !digests && !isDigest(value) ? [`${name}=${value}`] : [];
  });
  return [...set, ...chartSettings(values?.values).flatMap((written) => looseIn(written, ""))];
}

/** As charts are used to write them: `image: name:tag`, or `image: {repository, tag, digest}`. */
function looseIn(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => looseIn(item, `${path}[${index}]`));
  if (!isValues(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = `${path}.${key}`;
    // Machine images of Karpenter's nodes (karpenter.sh v1.14, "NodeClasses", amiSelectorTerms).
    if (key === "alias" && /@latest$/.test(String(inner))) return [`${place}=${inner}`];
    if (!/image$/i.test(key)) return looseIn(inner, place);
    if (typeof inner === "string") return inner === "" || isPinnedImage(inner) ? [] : [`${place}=${inner}`];
    if (!isValues(inner)) return looseIn(inner, place);
    const { tag, digest } = inner;
    const isLoose = tag !== undefined && tag !== "" && !isDigest(tag) && !isDigest(digest);
    return [...(isLoose ? [`${place}=${tag}`] : []), ...looseIn(inner, place)];
  });
}

function isDigest(value: unknown): boolean {
  return /(^|@)sha256:[0-9a-f]{64}$/.test(String(value));
}
