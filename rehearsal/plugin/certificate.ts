import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import {
  Boolean as Asn1Boolean,
  Set as Asn1Set,
  BitString,
  Constructed,
  fromBER,
  GeneralizedTime,
  Integer,
  ObjectIdentifier,
  OctetString,
  Primitive,
  Sequence,
  Utf8String,
} from "asn1js";

/** What a TLS server shows (certificate) and keeps (key), as PEM; `der` is the certificate in binary. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
  readonly der: Buffer;
}

// Object identifiers of RFC 5280 and RFC 5758.
const ecdsaWithSha256 = "1.2.840.10045.4.3.2";
const commonName = "2.5.4.3";
const basicConstraints = "2.5.29.19";
const keyUsage = "2.5.29.15";
const extendedKeyUsage = "2.5.29.37";
const subjectAltName = "2.5.29.17";
const serverAuth = "1.3.6.1.5.5.7.3.1";
const clientAuth = "1.3.6.1.5.5.7.3.2";

const day = 24 * 60 * 60 * 1000;

type Asn1 = ConstructorParameters<typeof Sequence>[0] extends { value?: (infer Item)[] } | undefined ? Item : never;

/**
 * A self-signed certificate for `localhost`, in memory only. Built from asn1js rather than a certificate library because
 * it is made at every start of a provider, and loading @peculiar/x509 takes longer than the rest of that start.
 */
export function createIdentity(): Identity {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const tbs = toBeSigned(publicKey.export({ type: "spki", format: "der" }));
  const signature = sign("sha256", Buffer.from(tbs.toBER()), privateKey);
  const whole = sequence(tbs, algorithm(), new BitString({ valueHex: exactBytes(signature) }));
  const der = Buffer.from(whole.toBER());
  return { certificate: pem(der), key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), der };
}

function toBeSigned(publicKey: Buffer): Sequence {
  const name = sequence(new Asn1Set({ value: [sequence(oid(commonName), new Utf8String({ value: "localhost" }))] }));
  const version3 = context(0, [new Integer({ value: 2 })]);
  // The top bit is cleared: a serial number is positive (RFC 5280, 4.1.2.2).
  const serial = randomBytes(16).map((byte, index) => (index === 0 ? (byte & 0x3f) | 0x40 : byte));
  const validity = sequence(time(Date.now() - day), time(Date.now() + 30 * day));
  return sequence(
    version3,
    new Integer({ valueHex: exactBytes(serial) }),
    algorithm(),
    name,
    validity,
    name,
    fromBER(exactBytes(publicKey)).result,
    context(3, [extensions()]),
  );
}

function extensions(): Sequence {
  const digitalSignatureAndCertSign = new Uint8Array([0b1000_0100]);
  const dnsName = new Primitive({
    idBlock: { tagClass: 3, tagNumber: 2 },
    valueHex: exactBytes(Buffer.from("localhost")),
  });
  return sequence(
    extension(basicConstraints, sequence(new Asn1Boolean({ value: true }))),
    extension(keyUsage, new BitString({ valueHex: exactBytes(digitalSignatureAndCertSign), unusedBits: 2 })),
    extension(extendedKeyUsage, sequence(oid(serverAuth), oid(clientAuth))),
    extension(subjectAltName, sequence(dnsName)),
  );
}

function extension(id: string, content: Sequence | BitString): Sequence {
  const critical = id === basicConstraints || id === keyUsage;
  const octets = new OctetString({ valueHex: content.toBER() });
  return critical ? sequence(oid(id), new Asn1Boolean({ value: true }), octets) : sequence(oid(id), octets);
}

function sequence(...value: Asn1[]): Sequence {
  return new Sequence({ value });
}

function context(tagNumber: number, value: Asn1[]): Constructed {
  return new Constructed({ idBlock: { tagClass: 3, tagNumber }, value });
}

function oid(value: string): ObjectIdentifier {
  return new ObjectIdentifier({ value });
}

function algorithm(): Sequence {
  return sequence(oid(ecdsaWithSha256));
}

function time(at: number): GeneralizedTime {
  // Whole seconds: DER of RFC 5280 allows no fraction.
  return new GeneralizedTime({ valueDate: new Date(at - (at % 1000)) });
}

/** asn1js takes an ArrayBuffer of its own; a Buffer may be a window on a larger one. */
function exactBytes(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
