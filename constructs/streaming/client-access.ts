import { Construct } from "constructs";
import { allowTcp } from "../support/security-group.ts";

export interface KafkaClientAccessProps {
  /** The brokers' security group. */
  readonly brokerGroupId: string;
  /** Security groups of clients, by a name for each. */
  readonly clientGroupIds: Readonly<Record<string, string>>;
}

/** Amazon MSK developer guide, "Port information": TLS with IAM access control. */
const iamPort = 9098;

/** Lets groups of clients reach the brokers' IAM listener and nothing else of them. IAM then says who may do what. */
export class KafkaClientAccess extends Construct {
  constructor(scope: Construct, id: string, { brokerGroupId, clientGroupIds }: KafkaClientAccessProps) {
    super(scope, id);
    for (const [client, groupId] of Object.entries(clientGroupIds)) {
      allowTcp(this, client, {
        from: groupId,
        to: brokerGroupId,
        port: iamPort,
        description: `Kafka clients: ${client}`,
      });
    }
  }
}
