import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1/index.js";
import { Construct } from "constructs";
import type { BatchConfig } from "./config.ts";
import { type BatchDestination, connectionDocument } from "./connection-document.ts";

export interface BatchConnectionsProps {
  /** At least one connection. */
  readonly connections: BatchConfig["connections"];
  readonly destination: BatchDestination;
  /** Names in Secrets Manager by the names of the configuration. */
  readonly secretNames: Readonly<Record<string, string>>;
  /** The Kubernetes namespace of the job that reads them. */
  readonly namespace: string;
}

/**
 * Every connection of batch ingestion as a document, in one config map that a reconcile job mounts: it makes Airbyte hold
 * exactly these. Secrets are named in them, and read by that job.
 */
export class BatchConnections extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { connections, destination, secretNames, namespace }: BatchConnectionsProps,
  ) {
    super(scope, id);
    const documents = Object.entries(connections).map(([name, config]) => {
      const secretName = secretNames[config.source.secret];
      if (secretName === undefined) throw new Error(`The secret ${config.source.secret} is not declared.`);
      const document = connectionDocument(name, config, destination, secretName);
      return [`${name}.json`, `${JSON.stringify(document, null, 2)}\n`];
    });
    new ConfigMapV1(this, "documents", {
      metadata: { name: "batch-connections", namespace },
      data: Object.fromEntries(documents),
    });
  }
}
