/** That what test/knobs decides without Terraform is what Terraform plans. */
import { beforeAll, expect, jest, test } from "@jest/globals";
import { z } from "zod";
import { dev } from "../../environments/dev.ts";
import { layers } from "../../environments/layers.ts";
import { terraform } from "../../rehearsal/terraform.ts";
import { type StackPlace, stackPlaces } from "../../scripts/stack-places.ts";
import { planned, stacksOf } from "../knobs/planned.ts";
import { type Domain, type Turn, turned } from "../knobs/turns.ts";
import { RehearsedEnvironment, seeded } from "../support/rehearsed-environment.ts";

jest.setTimeout(600_000);

const seed = 20_260_101;
const perDomain = 2;

/** Those whose replacements spread farthest, beside the sample. */
const always = ["streaming.kafkaVersion", "warehouse.governance.policies"];

const before = stacksOf(dev);
let home: string;
beforeAll(async () => {
  const rehearsed = await RehearsedEnvironment.of(dev);
  await rehearsed.converge(layers, 1);
  home = rehearsed.home;
});

test.each(sample().map((turn): [string, Turn] => [turn.name, turn]))(
  `%s (seed ${seed}): Terraform plans what was decided`,
  async (_, { environment }) => {
    const decided = planned(before, environment);
    const places = stackPlaces(environment, home);
    for (const place of places) {
      const actions = decided.get(place.stack)?.actions ?? new Map();
      // What holds data is always planned; of the others, those that something is said of.
      if (place.layer !== "data" && actions.size === 0) continue;
      expect(Object.fromEntries(await plannedActions(place))).toEqual({
        ...Object.fromEntries(actions),
        ...definitionsOf(place.stack, [...actions.keys()]),
      });
    }
  },
);

/** The definitions whose contracts change: each carries its contract's hash, which Terraform alone reckons. */
function definitionsOf(stack: string, changed: readonly string[]): Record<string, string> {
  const jobs = changed.flatMap(
    (address) => /^kubernetes_config_map_v1\.jobs_definitions_(.+)_contract_/.exec(address)?.[1] ?? [],
  );
  const definitions = [...(before.get(stack)?.resources.keys() ?? [])].filter((address) =>
    jobs.some((job) => address.startsWith(`kubernetes_cron_job_v1.jobs_definitions_${job}_cron-job_`)),
  );
  return Object.fromEntries(definitions.map((address) => [address, "update"]));
}

function sample(): Turn[] {
  const next = seeded(seed);
  return (["streaming", "lake", "warehouse"] satisfies Domain[]).flatMap((domain) => {
    const { turns } = turned(dev, domain, {});
    const chosen = new Set(turns.filter(({ name }) => always.includes(name)));
    const wanted = chosen.size + perDomain;
    while (chosen.size < wanted) {
      const turn = turns[next(0, turns.length - 1)];
      if (turn) chosen.add(turn);
    }
    return [...chosen];
  });
}

const shown = z.looseObject({
  resource_changes: z.array(
    z.looseObject({
      address: z.string(),
      mode: z.string(),
      change: z.looseObject({ actions: z.array(z.string()) }),
    }),
  ),
});

/** By address; without what is left alone. */
async function plannedActions(place: StackPlace): Promise<Map<string, string>> {
  const file = "knob.tfplan";
  await run(["init", "-input=false", "-no-color"], place);
  await run(["plan", "-input=false", "-no-color", `-out=${file}`], place);
  const changes = shown
    .parse(JSON.parse(await run(["show", "-json", file], place)))
    .resource_changes.filter(({ mode }) => mode === "managed");
  const actions = changes.map(({ address, change }): [string, string] => [address, named(change.actions)]);
  return new Map(actions.filter(([, action]) => action !== "no-op"));
}

async function run(args: readonly string[], place: StackPlace): Promise<string> {
  const { code, stdout, stderr } = await terraform(args, place);
  if (code !== 0) throw new Error(stdout + stderr);
  return stdout;
}

function named(actions: readonly string[]): string {
  return actions.length === 2 ? "replace" : (actions[0] ?? "no-op");
}
