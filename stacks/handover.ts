import { DefaultTokenResolver, Fn, StringConcat, TerraformOutput, Tokenization } from "cdktf";
import { ConfigurationError } from "../constructs/support/errors.ts";
import type { PlatformStack } from "./platform-stack.ts";
import { secretReferences } from "./secret-attributes.ts";

export type HandoverValue = string | readonly HandoverValue[] | { readonly [key: string]: HandoverValue };

/**
 * The one object that a stack gives to the stacks after it, as a single named output. Readers receive the same shape with
 * references to that output in the places of the values. Keys are contract: one is added before its readers change, and
 * removed after.
 */
export class Handover<T extends { readonly [key: string]: HandoverValue }> {
  readonly #producer: PlatformStack;
  readonly #value: T;

  constructor(producer: PlatformStack, value: T) {
    this.#producer = producer;
    this.#value = value;
    refuseSecrets(producer, value);
    const output = new TerraformOutput(producer, "handover", {
      value,
      description: "What the stacks after this one are given",
    });
    output.overrideLogicalId("handover");
  }

  /** The value as `consumer` sees it; also orders the two stacks. */
  receive(consumer: PlatformStack): T {
    consumer.addDependency(this.#producer);
    const layer = this.#producer.layer;
    const remote = consumer.settings.state.read(consumer, layer, this.#producer.node.id);
    return referencesTo(this.#value, remote.get("handover"), []) as T;
  }
}

function referencesTo(value: HandoverValue, source: unknown, path: readonly (string | number)[]): HandoverValue {
  if (typeof value === "string") return Fn.lookupNested(source, [...path]);
  if (isList(value)) return value.map((item, index) => referencesTo(item, source, [...path, index]));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, referencesTo(item, source, [...path, key])]),
  );
}

function isList(value: HandoverValue): value is readonly HandoverValue[] {
  return Array.isArray(value);
}

function refuseSecrets(producer: PlatformStack, value: HandoverValue): void {
  const found = secretReferences(JSON.stringify(resolved(producer, value)));
  if (found.length === 0) return;
  throw new ConfigurationError(
    found.map(
      (reference) =>
        `stack ${producer.node.id}: the handover holds ${reference}; a secret must not cross stacks (state keeps it in plain text). Hand over the secret's ARN instead.`,
    ),
  );
}

/** The value as it will stand in the stack's file, with references spelled out. */
function resolved(scope: PlatformStack, value: HandoverValue): unknown {
  return Tokenization.resolve(value, {
    scope,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
}
