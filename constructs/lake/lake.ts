import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { type BucketReference, readObjects, writeObjects } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import type { GrantedRole } from "../support/granted-role.ts";
import { policyDocument, type Statement } from "../support/policy.ts";
import { PrivateBucket } from "../support/private-bucket.ts";
import { recordOf } from "../support/record.ts";
import { type ZoneName, zoneNames } from "../support/zones.ts";
import type { LakeConfig } from "./config.ts";

export interface LakeProps {
  readonly context: PlatformContext;
  readonly config: LakeConfig;
  readonly keyArn: string;
}

/** A private, versioned bucket for each zone, encrypted with the lake's key; objects age as the zone's configuration says. */
export class Lake extends Construct {
  readonly buckets: Readonly<Record<ZoneName, BucketReference>>;
  readonly #keyArn: string;

  constructor(scope: Construct, id: string, { context, config, keyArn }: LakeProps) {
    super(scope, id);
    this.#keyArn = keyArn;
    this.buckets = recordOf(zoneNames, (name) => {
      return new PrivateBucket(this, name, { context, name, keyArn, lifecycle: config.zones[name] }).reference;
    });
  }

  /** Lets a role of this or another stack read a zone. */
  grantRead(role: GrantedRole, zone: ZoneName): void {
    this.#grant(role, zone, "read", readObjects({ bucket: this.buckets[zone], keyArn: this.#keyArn }));
  }

  /** Lets a role of this or another stack write, replace and delete a zone's objects, and read them. */
  grantWrite(role: GrantedRole, zone: ZoneName): void {
    this.#grant(role, zone, "write", writeObjects({ bucket: this.buckets[zone], keyArn: this.#keyArn }));
  }

  #grant(role: GrantedRole, zone: ZoneName, right: string, statements: readonly Statement[]): void {
    new IamRolePolicy(this, `${role.id}-${right}-${zone}`, {
      role: role.name,
      name: `${zone}-${right}`,
      policy: policyDocument(...statements),
    });
  }
}
