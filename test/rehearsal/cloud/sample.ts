import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cloud } from "../../../rehearsal/cloud/cloud.ts";
import { openCloud } from "../../../rehearsal/cloud/open.ts";
import { loadSchema } from "../../../rehearsal/schema/catalog.ts";
import type { Block, ProviderName } from "../../../rehearsal/schema/schema.ts";
import { UNKNOWN, type Value, type Values } from "../../../rehearsal/value.ts";

export const ACCOUNT = "111111111111";
export const REGION = "us-west-2";

export function temporaryCloud(): string {
  return mkdtempSync(join(tmpdir(), "plinth-cloud-"));
}

/** A provider's resource as its first plan would propose it: what is not given is null, or unknown where computed. */
export function proposed(provider: ProviderName, type: string, given: Values): Values {
  return complete(loadSchema(provider, "resource", type), given);
}

function complete(schema: Block, given: Values): Values {
  const attributes = schema.attributes.map(({ name, computed }): [string, Value] => [
    name,
    given[name] ?? (computed ? UNKNOWN : null),
  ]);
  const blocks = schema.blocks.map(({ name, nesting, block }): [string, Value] => {
    const value = given[name];
    if (Array.isArray(value)) return [name, value.map((item) => complete(block, item as Values))];
    return [name, value ?? (nesting === "single" ? null : [])];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}

/** A configured provider with its resources as a stack would use them: schemas and plans included. */
export class Provider {
  readonly cloud: Cloud;
  readonly name: ProviderName;

  constructor(name: ProviderName, folder: string, config: Values) {
    this.name = name;
    this.cloud = openCloud(name, folder);
    this.cloud.configure(config);
  }

  create(type: string, given: Values): Values {
    const schema = loadSchema(this.name, "resource", type);
    const advice = this.cloud.plan(type, schema, null, proposed(this.name, type, given), given);
    return this.cloud.create(type, schema, advice.planned);
  }

  plan(type: string, prior: Values, change: Values) {
    const schema = loadSchema(this.name, "resource", type);
    return this.cloud.plan(type, schema, prior, { ...prior, ...change }, change);
  }

  update(type: string, prior: Values, change: Values): Values {
    return this.cloud.update(
      type,
      loadSchema(this.name, "resource", type),
      prior,
      this.plan(type, prior, change).planned,
    );
  }

  read(type: string, current: Values): Values | null {
    return this.cloud.read(type, loadSchema(this.name, "resource", type), current);
  }

  delete(type: string, prior: Values): void {
    this.cloud.delete(type, prior);
  }

  import(type: string, id: string): Values {
    return this.cloud.import(type, loadSchema(this.name, "resource", type), id);
  }

  data(type: string, config: Values): Values {
    return this.cloud.readData(type, loadSchema(this.name, "data", type), config);
  }
}

export function awsProvider(folder: string, config: Values = {}): Provider {
  return new Provider("aws", folder, { region: REGION, allowed_account_ids: [ACCOUNT], ...config });
}

export function snowflakeProvider(folder: string, config: Values = {}): Provider {
  return new Provider("snowflake", folder, {
    organization_name: "ACME",
    account_name: "DATA",
    role: "SYSADMIN",
    ...config,
  });
}
