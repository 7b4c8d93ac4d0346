import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Cloud, type Finding, type PlanAdvice, Refusal } from "../../rehearsal/cloud/cloud.ts";
import type { Block } from "../../rehearsal/schema/schema.ts";
import { isUnknown, isValues, type Value, type Values } from "../../rehearsal/value.ts";

/** A cloud of one file per thing, whose moods are asked for by a thing's name or size. */
export class FakeCloud implements Cloud {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  configure(config: Values): Finding[] {
    if (config.region !== "nowhere") return [];
    return [{ severity: "error", summary: "Invalid region", detail: "There is no region nowhere.", path: ["region"] }];
  }

  plan(_type: string, _schema: Block, prior: Values | null, planned: Values): PlanAdvice {
    const mayReplace = prior !== null && planned.size === 7;
    const findings: Finding[] = mayReplace
      ? [{ severity: "warning", summary: "May replace", detail: "Size 7.", path: ["size"] }]
      : [];
    return { planned, replace: [["name"]], findings };
  }

  create(_type: string, _schema: Block, planned: Values): Values {
    if (planned.name === "refused") throw new Refusal("creating thing", "The name is taken.", ["name"]);
    if (planned.name === "defective") throw new TypeError("the fake cloud has a hole");
    if (planned.name === "incomplete") return { ...planned, id: "incomplete", size: 4711 };
    return this.#put(filled({ ...planned, id: planned.name ?? null }));
  }

  read(_type: string, _schema: Block, current: Values): Values | null {
    const file = this.#file(current);
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  }

  update(_type: string, _schema: Block, _prior: Values, planned: Values): Values {
    if (planned.size === 13) throw new Refusal("updating thing", "Size 13 is refused.", ["size"]);
    return this.#put(filled(planned));
  }

  delete(_type: string, prior: Values): void {
    if (prior.size === 99) throw new Refusal("deleting thing", "It is protected.");
    rmSync(this.#file(prior));
  }

  import(type: string, schema: Block, id: string): Values {
    const found = this.read(type, schema, { id });
    if (found === null) throw new Refusal("Cannot import non-existent remote object", `There is no thing ${id}.`);
    return found;
  }

  readData(type: string, schema: Block, config: Values): Values {
    const found = this.read(type, schema, { id: config.name ?? null });
    if (found === null) throw new Refusal("No such thing", `There is no thing ${config.name}.`, ["name"]);
    return { name: config.name ?? null, endpoint: found.endpoint ?? null };
  }

  #put(values: Values): Values {
    writeFileSync(this.#file(values), JSON.stringify(values));
    return values;
  }

  #file(values: Values): string {
    return join(this.#folder, `${values.id}.json`);
  }
}

function filled(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(value, name)]));
}

function fill(value: Value, name: string): Value {
  if (isUnknown(value)) return `made-up ${name}`;
  if (Array.isArray(value)) return value.map((element) => fill(element, name));
  return isValues(value) ? filled(value) : value;
}
