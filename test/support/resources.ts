import { environmentNames, loadEnvironment } from "../../environments/catalog.ts";
import type { Environment } from "../../environments/environment.ts";
import { synthesized } from "../../scripts/goldens.ts";

/** One resource of a synthesized stack. */
export interface Resource {
  readonly environment: Environment;
  readonly stack: string;
  readonly type: string;
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Every resource of every environment. */
export async function allResources(): Promise<Resource[]> {
  const environments = await Promise.all(environmentNames().map(loadEnvironment));
  return environments.flatMap((environment) =>
    [...synthesized(environment)].flatMap(([stack, json]) =>
      Object.entries(Object(json.resource)).flatMap(([type, byId]) =>
        Object.entries(Object(byId)).map(([id, body]) => ({
          environment,
          stack,
          type,
          address: `${stack}/${type}.${id}`,
          body: Object(body),
        })),
      ),
    ),
  );
}
