import { generateKeyPairSync, sign } from "node:crypto";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** Tags of general names. */
export const KIND = { other: 0xa0, mail: 0x81, dns: 0x82, uri: 0x86, address: 0x87 } as const;

/** A value in DER: its tag, its length, and what is in it. */
export function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, "hex"));
export const OBJECT = {
  organization: oid("55040a"),
  commonName: oid("550403"),
  unstructuredName: oid("2a864886f70d010902"),
} as const;
export const EXTENSION_REQUEST = oid("2a864886f70d01090e");

/** An extension of a certificate, with what is in it in DER. */
export const extension = (hex: string, content: Buffer): Buffer => tlv(0x30, oid(hex), tlv(0x04, content));

/** The extension of alternative names. */
export const namesOf = (names: ReadonlyArray<readonly [number, Buffer]>): Buffer =>
  extension("551d11", tlv(0x30, ...names.map(([tag, value]) => tlv(tag, value))));

const SUBJECT = [
  tlv(0x31, tlv(0x30, OBJECT.organization, tlv(0x13, Buffer.from("system:nodes")))),
  tlv(0x31, tlv(0x30, OBJECT.commonName, tlv(0x13, Buffer.from("system:node:worker-1")))),
];

/** A request for a certificate that its key has signed, whatever is in it. */
export function madeRequest(of: { attributes: readonly Buffer[]; subject?: readonly Buffer[] }): Buffer {
  const key = publicKey.export({ type: "spki", format: "der" });
  const { subject = SUBJECT } = of;
  const signed = tlv(0x30, tlv(0x02, Buffer.from([0])), tlv(0x30, ...subject), key, tlv(0xa0, ...of.attributes));
  const algorithm = tlv(0x30, oid("2a8648ce3d040302"));
  return tlv(0x30, signed, algorithm, tlv(0x03, Buffer.from([0]), sign("sha256", signed, privateKey)));
}

export function asPem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join("\n")}\n-----END CERTIFICATE REQUEST-----\n`;
}
