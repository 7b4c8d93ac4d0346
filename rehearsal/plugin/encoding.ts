import { Decoder, Encoder, ExtensionCodec } from "@msgpack/msgpack";
import { isValues, UNKNOWN, type Value, type Values } from "../value.ts";
import type { DynamicValue } from "./messages.ts";

/** MessagePack extension of an unknown value, and the one of an unknown value with refinements (which we forget). */
const unknownExtension = 0;
const refinedUnknownExtension = 12;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: unknownExtension,
  encode: (value) => (value === UNKNOWN ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({ type: refinedUnknownExtension, encode: () => null, decode: () => UNKNOWN });

// 64-bit integers stay exact as bigint; a decimal that no float holds comes as a string and goes back as one.
const decoder = new Decoder({ extensionCodec, useBigInt64: true });
const encoder = new Encoder({ extensionCodec, useBigInt64: true });

/** Reads a value off the wire. An absent one is null. */
export function decodeValue(wire: DynamicValue | null | undefined): Value {
  // Both decoders produce exactly the members of Value; walking every value again to prove it would cost each call.
  if (wire?.msgpack?.length) return decoder.decode(wire.msgpack) as Value;
  if (wire?.json?.length) return JSON.parse(Buffer.from(wire.json).toString()) as Value;
  return null;
}

/** Reads an object's attributes and blocks off the wire; null stands for an object that does not exist. */
export function decodeValues(wire: DynamicValue | null | undefined): Values | null {
  const value = decodeValue(wire);
  if (value === null || isValues(value)) return value;
  throw new TypeError("Terraform sent something other than an object of attributes");
}

export function encodeValue(value: Value): DynamicValue {
  return { msgpack: encoder.encode(value) };
}
