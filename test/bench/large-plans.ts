import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Layer, layers } from "../../environments/layers.ts";

/**
 * Writes, for each stack of an environment, its configuration and a plan of Terraform that changes as many resources as
 * asked for in all: prod's own, over and over, with all that a plan says of each. Of ten, six change in place, two are new,
 * one is replaced and one destroyed.
 */
type Body = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Body>>>>;

interface Planned {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  readonly before: Body | null;
  readonly after: Body | null;
}

const goldens = join(import.meta.dirname, "../golden/prod");
const actions = [..."uuuuuuccrd"].map((letter) => {
  const all: Record<string, readonly string[]> = {
    u: ["update"],
    c: ["create"],
    r: ["delete", "create"],
    d: ["delete"],
  };
  return all[letter] ?? [];
});

const [count, folder] = process.argv.slice(2);
if (!count || !folder) throw new Error("Give the number of changes, and a folder.");
mkdirSync(folder, { recursive: true });
const stacks = layers.map((layer) => ({ layer, resources: resourcesOf(layer) }));
const all = stacks.reduce((sum, { resources }) => sum + resources.length, 0);
let before = 0;
for (const { layer, resources } of stacks) {
  const share = (end: number) => Math.round((Number(count) * end) / all);
  const wanted = share(before + resources.length) - share(before);
  before += resources.length;
  const planned = Array.from({ length: wanted }, (_, index) => plannedResource(resources, index));
  writeFileSync(join(folder, `${layer}.plan.json`), planOf(planned));
  writeFileSync(join(folder, `${layer}.tf.json`), configurationOf(planned, layer));
}

function resourcesOf(layer: Layer): readonly (readonly [type: string, id: string, body: Body])[] {
  const { resource }: { resource: Resources } = JSON.parse(readFileSync(join(goldens, `prod-${layer}.json`), "utf8"));
  return Object.entries(resource).flatMap(([type, bodies]) =>
    Object.entries(bodies).map(([id, body]) => [type, id, body] as const),
  );
}

function plannedResource(resources: ReturnType<typeof resourcesOf>, index: number): Planned {
  const [type = "", id = "", body = {}] = resources[index % resources.length] ?? [];
  const name = `${id}_${Math.floor(index / resources.length)}`;
  const done = actions[index % actions.length] ?? [];
  const { depends_on: _, lifecycle: __, ...arguments_ } = body;
  const tags = { Environment: "prod", Platform: "data", Owner: "data", CostCenter: "data", Source: "plinth" };
  const after = { ...arguments_, tags_all: tags, id: name, arn: `arn:aws:x:us-west-2:000000000030:${name}` };
  const before = {
    ...after,
    description: `${name} as it was`,
    name: name.slice(0, 40),
    tags_all: { ...tags, Owner: "other" },
  };
  return {
    address: `${type}.${name}`,
    type,
    actions: done,
    before: done[0] === "create" ? null : before,
    after: done.join() === "delete" ? null : after,
  };
}

function planOf(planned: readonly Planned[]): string {
  const values = (side: "before" | "after") => ({
    root_module: {
      resources: planned.flatMap(({ address, type, [side]: values }) =>
        values === null ? [] : [{ address, mode: "managed", type, name: address.split(".")[1], values }],
      ),
    },
  });
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: values("after"),
    prior_state: { values: values("before") },
    resource_changes: planned.map(({ address, type, actions, before, after }) => ({
      address,
      mode: "managed",
      type,
      name: address.split(".")[1],
      change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
    })),
    configuration: {
      root_module: {
        resources: planned.map(({ address, before, after }) => ({
          address,
          expressions: Object.fromEntries(
            Object.keys(after ?? before ?? {}).map((name) => [name, { constant_value: 1 }]),
          ),
        })),
      },
    },
    complete: true,
    errored: false,
  });
}

function configurationOf(planned: readonly Planned[], layer: Layer): string {
  const byType = Map.groupBy(planned, ({ type }) => type);
  const resource = Object.fromEntries(
    [...byType].map(([type, some]) => [
      type,
      Object.fromEntries(
        some.map(({ address, before, after }) => {
          const id = address.split(".")[1] ?? "";
          return [
            id,
            { ...(after ?? before), "//": { metadata: { path: `prod-${layer}/${id.replaceAll("_", "/")}` } } },
          ];
        }),
      ),
    ]),
  );
  return JSON.stringify({ resource });
}
