import { attempt } from "../../jobs/publish/attempt.ts";
import { rollback } from "../../jobs/publish/rollback.ts";
import type { Pair } from "./interleave.ts";
import { publishAs, runOf } from "./platform.ts";
import type { Process } from "./process.ts";
import { endsSomehow, publishUnreadable } from "./scenarios.ts";

const goBack = (process: Process, runId: string) => rollback(runOf(process, runId));
/** Keeps all that stand when it looks but version 2: what comes to stand later is no version to keep for one who is late. */
const dropOld = (process: Process, runId: string) => {
  const run = runOf(process, runId);
  return attempt(run, ({ standing, holder }) =>
    run.engine.retire(
      standing.previous.filter(({ token }) => token !== 2),
      holder,
    ),
  );
};

/** Who may meet whom. Versions 1 to 3 were published before, each keeping one behind it. */
export const pairs: readonly Pair[] = [
  {
    name: "a first publish and another",
    scenario: { name: "a first publish", publishedBefore: 0, act: publishAs, backwards: 0 },
    second: publishAs,
    sameRun: false,
  },
  {
    name: "two publishes",
    scenario: { name: "a later publish", publishedBefore: 3, act: publishAs, backwards: 0 },
    second: publishAs,
    sameRun: false,
  },
  {
    name: "a publish that fails its smoke queries and another",
    scenario: {
      name: "a publish that fails its smoke queries",
      publishedBefore: 3,
      act: async (process, runId) => endsSomehow(publishUnreadable(process, runId)),
      backwards: 1,
      backFrom: "first",
    },
    second: (process, runId) => publishAs(process, runId, { keepPrevious: 2 }),
    sameRun: false,
  },
  {
    name: "two attempts of one publish",
    scenario: { name: "a later publish", publishedBefore: 3, act: publishAs, backwards: 0 },
    second: publishAs,
    sameRun: true,
  },
  {
    name: "a publish and a rollback",
    scenario: { name: "a later publish", publishedBefore: 3, act: publishAs, backwards: 1 },
    second: goBack,
    sameRun: false,
  },
  {
    name: "a rollback and a publish",
    scenario: { name: "a rollback", publishedBefore: 3, act: goBack, backwards: 1 },
    second: publishAs,
    sameRun: false,
  },
  {
    name: "two attempts of one rollback",
    scenario: { name: "a rollback", publishedBefore: 3, act: goBack, backwards: 1 },
    second: goBack,
    sameRun: true,
  },
  {
    name: "a retire and a rollback",
    scenario: { name: "a retire", publishedBefore: 3, act: dropOld, backwards: 1, retires: [2] },
    second: goBack,
    sameRun: false,
  },
  {
    name: "a retire and a publish",
    scenario: { name: "a retire", publishedBefore: 3, act: dropOld, backwards: 0, retires: [2] },
    second: publishAs,
    sameRun: false,
  },
];
