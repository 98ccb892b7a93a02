import { createHash, createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";

/** A request signed without any SDK, so that a test can sign less than an SDK would, or change what was signed. */
export interface HandSigned {
  method: string;
  /** As it goes over the wire. */
  path: string;
  query: [name: string, value: string][];
  headers: Record<string, string>;
  body: string | Buffer;
}

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SigningOptions {
  readonly service: string;
  readonly region?: string;
  readonly date?: Date;
  /** Of a presigned URL: how long it is valid. */
  readonly expires?: number | string;
  /** What stands in the payload's line; of the body without it (S3's presigned URLs: `UNSIGNED-PAYLOAD`). */
  readonly hash?: string;
  /** Which headers are signed; all that are there without it. */
  readonly signedHeaders?: readonly string[];
  /** The date of the scope, where it is another than the timestamp's. */
  readonly day?: string;
}

export const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");

const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

export function unsigned(host: string, from: Partial<HandSigned> = {}): HandSigned {
  return {
    method: from.method ?? "GET",
    path: from.path ?? "/",
    query: [...(from.query ?? [])],
    headers: { host, ...from.headers },
    body: from.body ?? "",
  };
}

export function timestampOf(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

export function signingKey(secret: string, day: string, region: string, service: string): Buffer {
  return [day, region, service, "aws4_request"].reduce<Buffer>(
    (former, text) => hmac(former, text),
    Buffer.from(`AWS4${secret}`),
  );
}

/** Signs with version 4 in the header, or in the query if it `expires`. */
export function signV4(request: HandSigned, key: SigningKey, options: SigningOptions): HandSigned {
  const { service, region = "us-east-1", date = new Date(), expires } = options;
  const timestamp = timestampOf(date);
  const day = options.day ?? timestamp.slice(0, 8);
  const isPresigned = expires !== undefined;
  const scope = `${day}/${region}/${service}/aws4_request`;
  const signed = { ...request, headers: { ...request.headers }, query: [...request.query] };
  const hash = options.hash ?? (isPresigned && service === "s3" ? "UNSIGNED-PAYLOAD" : sha256(request.body));
  if (!isPresigned) {
    signed.headers["x-amz-date"] = timestamp;
    if (service === "s3") signed.headers["x-amz-content-sha256"] = hash;
    if (key.sessionToken !== undefined) signed.headers["x-amz-security-token"] = key.sessionToken;
  }
  const names = (options.signedHeaders ?? Object.keys(signed.headers)).map((name) => name.toLowerCase()).sort();
  if (isPresigned) {
    signed.query.push(
      ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
      ["X-Amz-Credential", `${key.accessKeyId}/${scope}`],
      ["X-Amz-Date", timestamp],
      ["X-Amz-Expires", String(expires)],
      ["X-Amz-SignedHeaders", names.join(";")],
    );
    if (key.sessionToken !== undefined) signed.query.push(["X-Amz-Security-Token", key.sessionToken]);
  }
  const path = service === "s3" ? signed.path : signed.path.split("/").map(encode).join("/");
  const canonical = [
    signed.method,
    path,
    signed.query
      .map(([name, value]) => [encode(name), encode(value)] as const)
      .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join("&"),
    ...names.map((name) => `${name}:${(signed.headers[name] ?? "").trim().replace(/\s+/g, " ")}`),
    "",
    names.join(";"),
    hash,
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", timestamp, scope, sha256(canonical)].join("\n");
  const signature = hmac(signingKey(key.secretAccessKey, day, region, service), text).toString("hex");
  if (isPresigned) signed.query.push(["X-Amz-Signature", signature]);
  else {
    signed.headers.authorization = `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  }
  return signed;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Of an XML or a JSON error. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** Sends it as it is: no client changes its path, its query's order or its headers. */
export function sendRaw(endpoint: string, { method, path, query, headers, body }: HandSigned): Promise<RawAnswer> {
  const { hostname, port } = new URL(endpoint);
  const search = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        hostname,
        port,
        method,
        path: search === "" ? path : `${path}?${search}`,
        headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
        agent: false,
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => {
          text += chunk;
        });
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, ...errorOf(text, answer.headers) }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

function errorOf(text: string, headers: Readonly<Record<string, unknown>>) {
  if (text.startsWith("{")) {
    const parsed = JSON.parse(text) as Record<string, string | undefined>;
    const code = parsed.__type ?? parsed.code ?? (headers["x-amzn-errortype"] as string | undefined);
    return { code: code?.replace(/^.*#|:.*$/g, ""), message: parsed.message ?? parsed.Message };
  }
  const unescaped = (part: string | undefined) =>
    part
      ?.replaceAll("&quot;", '"')
      .replaceAll("&apos;", "'")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
  return {
    code: /<Code>(.*?)<\/Code>/s.exec(text)?.[1],
    message: unescaped(/<Message>(.*?)<\/Message>/s.exec(text)?.[1]),
  };
}
