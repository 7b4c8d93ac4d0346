import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { BOOTSTRAPPED } from "./bootstrap.ts";
import { DraftObject, type Setting } from "./cloud/draft.ts";
import { parseJson } from "./cloud/json.ts";
import type { ObjectKind } from "./cloud/kind.ts";
import { codeOf } from "./cloud/lock.ts";
import { awsKind } from "./cloud/objects-aws.ts";
import { kubernetesKind } from "./cloud/objects-kubernetes.ts";
import { snowflakeKind } from "./cloud/objects-snowflake.ts";
import { Store, type StoredObject } from "./cloud/store.ts";
import type { Value, Values } from "./value.ts";

/** An object of the simulated cloud that is in no state. */
export interface Orphan {
  readonly object: StoredObject;
  /** Where it lies in the store: account, region or cluster, and type. */
  readonly folder: string;
  readonly importId: string;
}

/** A state file that can be read only by a person. */
export class StateUnreadable extends Error {}

const stateFile = z.looseObject({
  resources: z.array(
    z.looseObject({
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.looseObject({
          index_key: z.union([z.string(), z.number()]).optional(),
          attributes: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
});

/** One managed resource of a state. */
export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly values: Values;
}

/**
 * The managed resources of a state file. None where there is no file or an empty one: a Terraform that is killed while
 * it writes leaves that.
 * @throws StateUnreadable where the file ends in the middle
 */
export function readState(file: string): StateResource[] {
  const text = readIfThere(file);
  if (text.trim() === "") return [];
  let resources: z.output<typeof stateFile>["resources"];
  try {
    ({ resources } = stateFile.parse(parseJson(text)));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new StateUnreadable(
      `${file}: the state cannot be read (${why}); Terraform was perhaps killed while it wrote it. Put ${file}.backup in its place, or remove it, and adopt what it forgot with --orphans.`,
    );
  }
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, name, instances }) =>
      instances.map(({ index_key, attributes }) => ({
        address: `${type}.${name}${index_key === undefined ? "" : `[${JSON.stringify(index_key)}]`}`,
        type,
        // A state is JSON: it holds nothing but Terraform values.
        values: attributes as Values,
      })),
    );
}

/** The managed resources of all states in a folder; none where there is no such folder. */
export function readStates(folder: string): StateResource[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".tfstate")) : [];
  return files.flatMap((file) => readState(join(folder, file)));
}

/** Every object of the cloud that none of the states holds; what a bootstrap made and what waits for its deletion left out. */
export function orphansIn(cloudDir: string, states: readonly StateResource[]): Orphan[] {
  const store = new Store(cloudDir);
  const known = new Set(states.map(({ type, values }) => identity(type, values)));
  return typeFolders(store).flatMap((folder) =>
    store
      .list(folder)
      .filter((object) => object.private?.[BOOTSTRAPPED] !== true && !known.has(identity(object.type, object.values)))
      .map((object) => ({ object, folder, importId: importId(object.type, object.values, folder) })),
  );
}

/** The import id that an object with these planned values will have, if they alone decide it and it is known. */
export function nameOf(type: string, planned: Values, folder: string): string | undefined {
  const names = [0, 1].map((salt) => new DraftObject(type, kindOf(type), planned, settingOf(folder), salt).id());
  return names[0] === names[1] && names[0] !== "" ? names[0] : undefined;
}

function importId(type: string, values: Values, folder = ""): string {
  const kind = kindOf(type);
  const draft = new DraftObject(type, kind, values, settingOf(folder), 0);
  if (kind.import !== undefined) return draft.render(kind.import);
  return typeof values.id === "string" ? values.id : draft.id();
}

function identity(type: string, values: Values): string {
  return JSON.stringify([type, textOf(values.region), importId(type, values)]);
}

function kindOf(type: string): ObjectKind {
  if (type.startsWith("aws_")) return awsKind(type);
  return type.startsWith("snowflake_") ? snowflakeKind(type) : kubernetesKind(type);
}

/** What the path of a folder of objects says of their surroundings. */
function settingOf(folder: string): Setting {
  const [cloud, account = "", region = ""] = folder.split("/");
  const [organization = "", snowflakeAccount = ""] = account.split("-");
  const names: Setting["names"] =
    cloud === "aws" ? { account, region, partition: "aws" } : { organization, snowflakeAccount };
  return { names, found: () => null };
}

/** Every folder that holds objects of one type. */
function typeFolders(store: Store): string[] {
  const below = (folder: string) => store.types(folder).map((type) => `${folder}/${type}`);
  const places = store
    .names("aws")
    .flatMap((account) => store.names(`aws/${account}`).map((region) => `aws/${account}/${region}`));
  const clusters = places.flatMap((place) =>
    store.names(`${place}/kubernetes`).map((name) => `${place}/kubernetes/${name}`),
  );
  const accounts = store.names("snowflake").map((account) => `snowflake/${account}`);
  return [...places, ...clusters, ...accounts].flatMap(below);
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  }
}
