import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { type BucketReference, readObjects, writeObjects } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import type { GrantedRole } from "../support/granted-role.ts";
import { policyDocument, type Statement } from "../support/policy.ts";
import { PrivateBucket } from "../support/private-bucket.ts";
import { recordOf } from "../support/record.ts";
import { type ZoneName, zoneNames } from "../support/zones.ts";
import type { LakeConfig } from "./config.ts";
import { listContents } from "./inventory.ts";

export interface LakeProps {
  readonly context: PlatformContext;
  readonly config: LakeConfig;
  readonly keyArn: string;
  /** Where requests to the zones are recorded, and lists of what they hold are put. */
  readonly logs: BucketReference;
}

interface Granted {
  readonly statements: Statement[];
  readonly policy: IamRolePolicy;
}

/** A private, versioned bucket for each zone, encrypted with the lake's key; objects age as the zone's configuration says. */
export class Lake extends Construct {
  readonly buckets: Readonly<Record<ZoneName, BucketReference>>;
  readonly #keyArn: string;
  readonly #granted = new Map<string, Granted>();

  constructor(scope: Construct, id: string, { context, config, keyArn, logs }: LakeProps) {
    super(scope, id);
    this.#keyArn = keyArn;
    this.buckets = recordOf(zoneNames, (name) => {
      const zone = new PrivateBucket(this, name, { context, name, keyArn, logs, lifecycle: config.zones[name] });
      listContents(zone, zone.reference, logs, config.inventory);
      return zone.reference;
    });
  }

  /** Lets a role of this or another stack read a zone, or a folder of it such as "raw/orders/". Whoever uses the right at once waits for the policy. */
  grantRead(role: GrantedRole, zone: ZoneName, prefix?: string): IamRolePolicy {
    return this.#grant(role, readObjects({ bucket: this.buckets[zone], keyArn: this.#keyArn, prefix }));
  }

  /** Lets a role of this or another stack write, replace and delete objects of a zone or folder, and read them. */
  grantWrite(role: GrantedRole, zone: ZoneName, prefix?: string): IamRolePolicy {
    return this.#grant(role, writeObjects({ bucket: this.buckets[zone], keyArn: this.#keyArn, prefix }));
  }

  /** One policy for each role: IAM counts the characters of a role's inline policies together. */
  #grant(role: GrantedRole, statements: readonly Statement[]): IamRolePolicy {
    const granted = this.#granted.get(role.id) ?? this.#begin(role);
    granted.statements.push(...statements);
    return granted.policy;
  }

  #begin(role: GrantedRole): Granted {
    const statements: Statement[] = [];
    const document = Lazy.stringValue({ produce: () => policyDocument(...statements) });
    const policy = new IamRolePolicy(this, `${role.id}-access`, { role: role.name, name: "lake", policy: document });
    this.#granted.set(role.id, { statements, policy });
    return { statements, policy };
  }
}
