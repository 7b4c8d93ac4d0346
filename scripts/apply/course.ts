import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Environment } from "../../environments/environment.ts";
import { type Layer, waves } from "../../environments/layers.ts";
import type { BundledStack } from "../bundle/bundle.ts";
import type { OpenedBundle } from "../bundle/read.ts";
import type { StackPlace } from "../stack-places.ts";
import { Journal, leavesUnknown } from "./journal.ts";
import { lookAfterKilled } from "./killed.ts";
import { applyReviewed, checkFresh, type Ground, hasFailed, initialize, type StackResult } from "./stack.ts";
import { refuseUnrecorded } from "./unrecorded.ts";

export interface Course {
  readonly bundle: OpenedBundle;
  readonly environment: Environment;
  /** The environment's stacks as they are synthesized now. */
  readonly places: readonly StackPlace[];
  /** The simulated cloud's folder. */
  readonly home: string | undefined;
  /** Layers to apply, when not all. */
  readonly only?: readonly Layer[] | undefined;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
  /** Asked when all is checked, before anything is touched. */
  readonly consent: () => Promise<void>;
}

interface Work {
  readonly stack: BundledStack;
  readonly ground: Ground;
}

/**
 * Applies a bundle's stacks in order. Goes on where an earlier run of the same bundle ended, and ends as if there had been one run.
 * @throws Refused when something is not as it was reviewed: at the start, nothing is touched; later, no stack after that one
 */
export async function applyBundle(course: Course): Promise<StackResult[]> {
  const { bundle, environment, home, signal, report, places, only } = course;
  const { findings } = bundle.content.preview;
  refuseUnrecorded(places);
  const journal = Journal.of(bundle, environment.name);
  const works = bundle.content.stacks
    .filter(({ layer }) => only === undefined || only.includes(layer))
    .map((stack) => ({
      stack,
      ground: { place: placeOf(stack, places), environment, findings, home, journal, signal, report },
    }));
  await prepare(works, environment.name);
  await course.consent();
  const results: StackResult[] = [];
  for (const wave of waves) {
    const ready = works.filter(({ stack }) => wave.includes(stack.layer));
    results.push(
      ...(await all(ready.map((work) => applyReviewed(work.stack, journal.of(work.stack.name), work.ground)))),
    );
    if (results.some(hasFailed)) break;
  }
  return results;
}

/** All that Terraform can say without changing anything. One stack after another: their problems are read by people. */
async function prepare(works: readonly Work[], environment: string): Promise<void> {
  for (const { stack, ground } of works) {
    if (stack.course === "none" || ground.journal.of(stack.name) === "applied") continue;
    await initialize(ground);
    if (leavesUnknown(ground.journal.of(stack.name)))
      await lookAfterKilled(stack, ground.place, { ...ground, environment });
    if (stack.course === "exact" && ground.journal.of(stack.name) === undefined) await checkFresh(stack, ground);
  }
}

function placeOf({ name }: BundledStack, places: readonly StackPlace[]): StackPlace {
  const place = places.find(({ stack }) => stack === name);
  if (place !== undefined) return place;
  throw new ConfigurationError([`${name}: the environment has no such stack any more. Make a new preview.`]);
}

/** Like Promise.all, but waits for the others before it fails: Terraform is at work in each. */
async function all<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}
