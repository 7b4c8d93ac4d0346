import { Construct } from "constructs";
import { allowTcp } from "../support/security-group.ts";

export interface EndpointClientsProps {
  /** Security groups in front of private ways to AWS services; none where there are no such ways. */
  readonly endpointGroupIds: readonly string[];
  /** Security groups of clients, by a name for each. */
  readonly clientGroupIds: Readonly<Record<string, string>>;
}

/**
 * Lets groups of clients call AWS through the network's private ways. In a network that has them, names of AWS services
 * lead there and nowhere else: a client that is not let in reaches no AWS service.
 */
export class EndpointClients extends Construct {
  constructor(scope: Construct, id: string, { endpointGroupIds, clientGroupIds }: EndpointClientsProps) {
    super(scope, id);
    for (const to of endpointGroupIds) {
      for (const [client, from] of Object.entries(clientGroupIds)) {
        allowTcp(this, client, { from, to, port: 443, description: `Clients of AWS services: ${client}` });
      }
    }
  }
}
