import { isValues, type Value, type Values } from "../value.ts";
import type { Draft, ObjectKind } from "./kind.ts";
import { textsAt, valuesAt } from "./paths.ts";

/** MSK names at most three brokers in a bootstrap list. */
const NAMED_BROKERS = 3;

const VPC = "broker_node_group_info.connectivity_info.vpc_connectivity.client_authentication";

/** Bootstrap lists of an MSK cluster, empty where its settings do not open that listener. Ports: https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html. */
export const brokers: NonNullable<ObjectKind["fills"]> = {
  bootstrap_brokers: brokersOf("b", 9092, (cluster) => transport(cluster).includes("PLAINTEXT")),
  bootstrap_brokers_tls: brokersOf(
    "b",
    9094,
    (cluster) => !transport(cluster).every((mode) => mode === "PLAINTEXT") && !sasl(cluster),
  ),
  bootstrap_brokers_sasl_scram: brokersOf("b", 9096, (cluster) => on(cluster, "client_authentication.sasl.scram")),
  bootstrap_brokers_sasl_iam: brokersOf("b", 9098, (cluster) => on(cluster, "client_authentication.sasl.iam")),
  bootstrap_brokers_public_tls: "",
  bootstrap_brokers_public_sasl_scram: "",
  bootstrap_brokers_public_sasl_iam: "",
  bootstrap_brokers_vpc_connectivity_tls: brokersOf("b", 14001, (cluster) => on(cluster, `${VPC}.tls`)),
  bootstrap_brokers_vpc_connectivity_sasl_scram: brokersOf("b", 14001, (cluster) => on(cluster, `${VPC}.sasl.scram`)),
  bootstrap_brokers_vpc_connectivity_sasl_iam: brokersOf("b", 14001, (cluster) => on(cluster, `${VPC}.sasl.iam`)),
};

export function brokersOf(letter: string, port: number, open: (cluster: Values) => boolean): (draft: Draft) => Value {
  return (draft) => {
    const cluster = settings(draft);
    if (!open(cluster)) return "";
    const domain = draft.renderAs("brokers", "{cluster_name}.{chars6}.c2.kafka.{region}.amazonaws.com");
    const count = Math.min(NAMED_BROKERS, Number(draft.at("number_of_broker_nodes") ?? NAMED_BROKERS));
    return Array.from({ length: count }, (_, index) => `${letter}-${index + 1}.${domain}:${port}`).join();
  };
}

function settings(draft: Draft): Values {
  const parts = ["broker_node_group_info", "client_authentication", "encryption_info"];
  return Object.fromEntries(parts.map((part): [string, Value] => [part, draft.at(part)]));
}

function transport(cluster: Values): string[] {
  const modes = textsAt(cluster, "encryption_info.encryption_in_transit.client_broker");
  return modes.flatMap((mode) => (mode === "TLS_PLAINTEXT" ? ["TLS", "PLAINTEXT"] : [mode]));
}

function sasl(cluster: Values): boolean {
  return on(cluster, "client_authentication.sasl.scram") || on(cluster, "client_authentication.sasl.iam");
}

function on(cluster: Values, path: string): boolean {
  return valuesAt(cluster, path).some((value) => value === true || isValues(value));
}
