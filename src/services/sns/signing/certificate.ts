import { generateKeyPair, hash, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import type { Clock } from "../../../platform/clock.ts";
import type { Random } from "../../../platform/random.ts";

/** What messages are signed with, in PEM. */
export interface SigningCertificate {
  /** As its URL names it: 32 hexadecimal digits. */
  readonly id: string;
  readonly certificate: string;
  readonly privateKey: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const validDays = 3_650;
const commonName = "sns.amazonaws.com";

/** Makes a key of AWS's size and a certificate that it has signed itself: validators take the key out of it, and ask for no more. */
export async function createCertificate({
  clock,
  random,
}: {
  readonly clock: Pick<Clock, "nowMs">;
  readonly random: Pick<Random, "bytes">;
}): Promise<SigningCertificate> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2_048 });
  const algorithm = sequence(objectId(sha256WithRsa), nothing);
  const name = sequence(set(sequence(objectId(commonNameId), utf8(commonName))));
  const startMs = clock.nowMs() - dayMs;
  const tbs = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(random.bytes(16)),
    algorithm,
    name,
    sequence(utcTime(startMs), utcTime(startMs + validDays * dayMs)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const der = sequence(tbs, algorithm, bits(sign("sha256", tbs, privateKey)));
  return { id: hash("sha256", der, "hex").slice(0, 32), certificate: toPem(der), privateKey: keyToPem(privateKey) };
}

function keyToPem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }) as string;
}

function toPem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

// The few things of DER that a certificate is made of. Source: ITU-T X.690, and RFC 5280, 4.1.
const sha256WithRsa = Buffer.from("2a864886f70d01010b", "hex");
const commonNameId = Buffer.from("550403", "hex");

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]) => element(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]) => element(0x31, Buffer.concat(parts));
const explicit = (number: number, part: Buffer) => element(0xa0 + number, part);
const objectId = (id: Buffer) => element(0x06, id);
const utf8 = (text: string) => element(0x0c, Buffer.from(text));
const bits = (bytes: Buffer) => element(0x03, Buffer.concat([Buffer.from([0]), bytes]));
const nothing = element(0x05, Buffer.alloc(0));

/** Of a positive number: its first bit is no sign. */
function integer(bytes: Buffer): Buffer {
  return element(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** Of a time before 2050. */
function utcTime(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/^20(\d\d)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d).*$/, "$1$2$3$4$5$6Z");
  return element(0x17, Buffer.from(text));
}
