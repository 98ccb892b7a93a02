import { gzipSync } from "node:zlib";
import type { Dice } from "./dice.ts";
import type { Request } from "./requests.ts";
import type { Sign } from "./signers.ts";
import { textOf } from "./values.ts";

/** What goes over the connection, and how. */
export interface Sent {
  readonly bytes: Buffer;
  /** Goes when it has sent it. */
  readonly leaves: boolean;
}

/** Changes a request in some ways, most often none or one, and writes it out. */
export function writeMutated(dice: Dice, request: Request, sign: Sign | undefined): Sent {
  let framing: Framing = "length";
  for (let left = dice.pick([0, 0, 1, 1, 1, 2, 3]); left > 0; left--)
    framing = dice.pick(mutations)(dice, request) ?? framing;
  sign?.(dice, request);
  const bytes = writeOut(dice, request, framing);
  if (dice.chance(0.02)) return { bytes: bytes.subarray(0, dice.number(bytes.length)), leaves: true };
  // Several at a time on one connection. A body that is announced and does not come is waited for.
  const sent = dice.chance(0.03) ? Buffer.concat([bytes, bytes, bytes]) : bytes;
  return { bytes: sent, leaves: framing === "short" || framing === "broken" };
}

type Framing = "length" | "chunked" | "broken" | "short" | "none" | "expect";
type Mutation = (dice: Dice, request: Request) => Framing | undefined;

const zeros = "0".repeat(64);
const scope = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=test/20261129/us-east-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${zeros}`;

const mutations: readonly Mutation[] = [
  (dice, request) => {
    request.method = dice.pick(["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH"]);
    return undefined;
  },
  (dice, request) => {
    request.path += dice.pick(["/", "//", "/..", "/%00", "/%", "?", "/a/b", "/%2F"]);
    return undefined;
  },
  (dice, request) => {
    request.path = `/${encodeURIComponent(textOf(dice).toWellFormed())}`;
    return undefined;
  },
  (dice, request) => {
    request.query += `&${dice.pick(queries)}`;
    return undefined;
  },
  (dice, request) => {
    request.query = `${dice.pick(queries)}=${encodeURIComponent(textOf(dice).toWellFormed())}`;
    return undefined;
  },
  (dice, request) => void request.headers.push(dice.pick(headers)),
  (dice, request) => void request.headers.push(dice.pick(headers)),
  (dice, request) =>
    void request.headers.push(
      ["authorization", scope(dice.pick(["s3", "lambda", "logs", "iam", "sts", "monitoring", "none"]))],
      ["x-amz-date", "20261129T000000Z"],
    ),
  (dice, request) => void request.headers.splice(dice.number(request.headers.length + 1), 1),
  (dice, request) => {
    request.body = flip(dice, request.body);
    return undefined;
  },
  (dice, request) => {
    request.body = request.body.subarray(0, dice.number(request.body.length + 1));
    return undefined;
  },
  (_dice, request) => {
    request.body = Buffer.concat([request.body, request.body]);
    return undefined;
  },
  (dice, request) => {
    request.body = Buffer.from(dice.pick(bodies));
    return undefined;
  },
  (_dice, request) => {
    request.body = gzipSync(request.body);
    request.headers.push(["content-encoding", "gzip"]);
    return undefined;
  },
  (dice, request) => {
    request.headers.push(
      ["x-amz-content-sha256", dice.pick(["STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"])],
      ["x-amz-decoded-content-length", String(request.body.length)],
    );
    request.body = Buffer.concat([
      Buffer.from(`${request.body.length.toString(16)}\r\n`),
      request.body,
      Buffer.from(dice.pick(chunkEnds)),
    ]);
    return undefined;
  },
  () => "chunked",
  () => "broken",
  () => "short",
  () => "none",
  () => "expect",
];

const queries = [
  "acl",
  "uploads",
  "delete",
  "uploadId",
  "partNumber",
  "versionId",
  "list-type=2",
  "max-keys=-1",
  "X-Amz-Expires",
  "X-Amz-Credential",
  "X-Amz-Signature",
  "x-id",
  "Action",
  "prefix",
  "response-content-type",
  "website",
  "__proto__",
  "attributes",
  "tagging",
  "lifecycle",
  "cors",
];
const headers: [string, string][] = [
  ["x-amz-content-sha256", zeros],
  ["content-md5", "AAAAAAAAAAAAAAAAAAAAAA=="],
  ["content-encoding", "aws-chunked"],
  ["content-encoding", "gzip"],
  ["range", "bytes=-0"],
  ["range", "bytes=1-0,2-"],
  ["if-match", '"'],
  ["if-modified-since", "never"],
  ["x-amz-copy-source", "/fuzzed/%ZZ?versionId="],
  ["x-amz-target", "Logs_20140328.PutLogEvents"],
  ["x-amz-security-token", "constructor"],
  ["authorization", "AWS test:signature"],
  ["authorization", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=constructor;__proto__, Signature=z"],
  ["authorization", "Bearer a"],
  ["host", "a b"],
  ["host", "fuzzed.s3.amazonaws.com"],
  ["origin", "http://localhost:1"],
  ["content-type", "application/cbor"],
  ["smithy-protocol", "rpc-v2-cbor"],
  ["content-type", "application/x-www-form-urlencoded"],
  ["content-type", "multipart/form-data; boundary=x"],
  ["x-amz-meta-a", "\u0080\u00ff"],
  ["x-amz-checksum-crc32", "?"],
  ["x-amz-grant-read", "id=,uri="],
  ["x-amz-tagging", "a=b&a=c&%"],
  ["x-amzn-trace-id", `Root=1-00000000-${"0".repeat(24)};;;;Lineage=a`],
  ["x-amz-client-context", "????"],
  ["expect", "the-unexpected"],
  ["transfer-encoding", "gzip"],
];
const bodies = [
  "",
  "{",
  "[[[[",
  "null",
  "<",
  "<a>",
  "<a/>",
  "<!DOCTYPE a>",
  "a&a&a",
  "Action=",
  "\u00ff\u00fe",
  "\u009f".repeat(200),
  "\u00bf\u00ff",
  '{"__proto__":{"a":1}}',
  '--x\r\nContent-Disposition: form-data; name="key"\r\n\r\na\r\n--x--',
];
const chunkEnds = ["\r\n0\r\n\r\n", "\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "\r\n", "", "\r\nzz\r\n"];

function flip(dice: Dice, body: Buffer): Buffer {
  const changed = Buffer.from(body);
  for (let left = 1 + dice.number(4); left > 0 && changed.length > 0; left--)
    changed[dice.number(changed.length)] = dice.number(256);
  return changed;
}

function writeOut(dice: Dice, { method, path, query, headers, body }: Request, framing: Framing): Buffer {
  const lines: [string, string][] = headers.some(([name]) => name === "host")
    ? [...headers]
    : [["host", "localhost"], ...headers];
  let framed = body;
  if (framing === "chunked" || framing === "broken") {
    lines.push(["transfer-encoding", "chunked"]);
    const size = framing === "broken" ? dice.pick(["zz", "ffffffff", "-1", ""]) : body.length.toString(16);
    framed = Buffer.concat([Buffer.from(body.length > 0 ? `${size}\r\n` : ""), body, Buffer.from("\r\n0\r\n\r\n")]);
  } else if (framing === "short") lines.push(["content-length", String(body.length + 1 + dice.number(100_000))]);
  else if (framing !== "none" && !["GET", "HEAD"].includes(method)) lines.push(["content-length", String(body.length)]);
  if (framing === "expect") lines.push(["expect", "100-continue"]);
  const target = query === "" ? path : `${path}?${query.replace(/^&/, "")}`;
  const head = `${method} ${target || "/"} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), framed]);
}
