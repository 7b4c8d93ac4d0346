import { expect, test } from "@jest/globals";
import { ExtData, ExtensionCodec, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { decodeValue, decodeValues, encodeValue } from "../../../rehearsal/plugin/encoding.ts";
import { UNKNOWN, type Value } from "../../../rehearsal/value.ts";

function wire(value: unknown) {
  return { msgpack: encode(value, { extensionCodec: new ExtensionCodec(), useBigInt64: true }) };
}

test("what is not an object of attributes is refused where one is expected", () => {
  expect(() => decodeValues(wire(["a"]))).toThrow("something other than an object");
});

test("an unknown value is read with and without refinements", () => {
  expect(decodeValue(wire(new ExtData(0, new Uint8Array([0]))))).toBe(UNKNOWN);
  expect(decodeValue(wire({ a: [new ExtData(12, new Uint8Array([0x81, 1, 0xc2]))] }))).toEqual({ a: [UNKNOWN] });
});

test("an unknown value is written as Terraform does, extension 0 with one zero byte", () => {
  expect(encodeValue(UNKNOWN).msgpack).toEqual(new Uint8Array([0xd4, 0, 0]));
});

test("a decimal that came as a string goes back as that string", () => {
  expect(encodeValue(decodeValue(wire({ ratio: "0.1" })))).toEqual(wire({ ratio: "0.1" }));
});

test("an absent value is null, and so is an object that does not exist", () => {
  expect(decodeValue(undefined)).toBeNull();
  expect(decodeValues({ msgpack: new Uint8Array([0xc0]) })).toBeNull();
});

test("a value sent as JSON is read too", () => {
  expect(decodeValue({ msgpack: new Uint8Array(), json: Buffer.from('{"a":[1]}') })).toEqual({ a: [1] });
});

test("every value comes back from the wire as it was, 64-bit integers included", () => {
  const leaf = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.boolean(),
    fc.constant(null),
    fc.constant(UNKNOWN),
    fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 }),
    // Adding 0 turns -0, which Terraform does not tell from 0, into 0.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.bigInt({ min: 2n ** 32n, max: 2n ** 63n - 1n }),
  );
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.array(tie("value")),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), tie("value"), { noNullPrototype: true }),
    ),
  }));
  fc.assert(fc.property(value, (original) => expect(decodeValue(encodeValue(original))).toEqual(original)));
});
