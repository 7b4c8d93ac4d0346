import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEnvironment } from "../../../environments/catalog.ts";
import type { Environment } from "../../../environments/environment.ts";
import { homeFolders } from "../../../environments/home.ts";
import { Store } from "../../../rehearsal/cloud/store.ts";
import type { KeyPlace } from "../../../scripts/keys/key-place.ts";
import { SimulatedKeys } from "../../../scripts/keys/simulated-keys.ts";

/** A simulated cloud in which the user and the secret stand, as a deploy leaves them. */
export async function deployedUser(name = "PUBLISHER"): Promise<{ environment: Environment; home: string }> {
  const environment = await loadEnvironment("prod");
  const home = mkdtempSync(join(tmpdir(), "plinth-keys-"));
  const store = new Store(homeFolders(home).cloud);
  store.create("snowflake/EXAMPLE_ORG-PROD/snowflake_service_user", {
    type: "snowflake_service_user",
    id: `"${name}"`,
    values: { name, rsa_public_key: null, rsa_public_key_2: null },
  });
  const secret = "/plinth/prod/data-engineering/snowflake-publisher-key";
  store.create("aws/000000000030/us-west-2/aws_secretsmanager_secret", {
    type: "aws_secretsmanager_secret",
    id: `arn:aws:secretsmanager:us-west-2:000000000030:secret:${secret}-AbCdEf`,
    values: { name: secret },
  });
  return { environment, home };
}

export class Killed extends Error {}

/** The same place, for a process that ends after so many calls: before the call or just after it took effect. */
export function dyingPlace(place: KeyPlace, calls: number, after: boolean): KeyPlace {
  let left = calls;
  const dying = new Proxy(place, {
    get(target, method) {
      return async (...given: unknown[]) => {
        const dies = left-- === 0;
        if (dies && !after) throw new Killed();
        const answer: unknown = await Reflect.apply(Reflect.get(target, method), target, given);
        if (dies) throw new Killed();
        return answer;
      };
    },
  });
  return dying;
}

export async function placeOf(): Promise<{ place: SimulatedKeys; home: string }> {
  const { environment, home } = await deployedUser();
  return { place: new SimulatedKeys(environment, "PUBLISHER", home), home };
}
