import { createHash } from "node:crypto";
import { DataAwsS3Object } from "@cdktf/provider-aws/lib/data-aws-s3-object/index.js";
import { MskconnectCustomPlugin } from "@cdktf/provider-aws/lib/mskconnect-custom-plugin/index.js";
import { MskconnectWorkerConfiguration } from "@cdktf/provider-aws/lib/mskconnect-worker-configuration/index.js";
import { Construct } from "constructs";
import { type Artifact, artifactKey } from "../support/artifacts.ts";
import type { BucketReference } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { workerProperties } from "./connector-settings.ts";

export interface ConnectorRuntimeProps {
  readonly context: PlatformContext;
  readonly artifact: Artifact;
  /** The artifact bucket. MSK Connect copies the archive when the plugin is made, in the name of whoever makes it. */
  readonly artifacts: BucketReference;
}

/** What connectors run: the archive, and the settings of its workers. Neither can be changed, so each is named by its content. */
export class ConnectorRuntime extends Construct {
  readonly plugin: MskconnectCustomPlugin;
  readonly workers: MskconnectWorkerConfiguration;

  constructor(scope: Construct, id: string, { context, artifact, artifacts }: ConnectorRuntimeProps) {
    super(scope, id);
    const version = artifact.version.replaceAll(".", "-");
    // Read at plan: without it a missing archive would show only when the connectors that it replaces are gone.
    const archive = new DataAwsS3Object(this, "archive", { bucket: artifacts.name, key: artifactKey(artifact) });
    this.plugin = new MskconnectCustomPlugin(this, "plugin", {
      name: physicalName("connector", context, "snowflake", version, artifact.sha256.slice(0, 12)),
      contentType: "ZIP",
      location: { s3: { bucketArn: artifacts.arn, fileKey: archive.key } },
      // Connectors move over before the old one goes: MSK Connect deletes none that is in use.
      lifecycle: { createBeforeDestroy: true },
    });
    const properties = workerProperties(context.region);
    this.workers = new MskconnectWorkerConfiguration(this, "workers", {
      name: physicalName("connector", context, "snowflake", digest(properties)),
      propertiesFileContent: properties,
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
