import { createHash, createHmac } from "node:crypto";

/** What a request is signed with. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

interface ToSign {
  readonly method: string;
  readonly url: URL;
  readonly service: string;
  readonly region: string;
  /** In lower case; those that are sent along are signed, too. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** As S3 has it: the path is signed as it stands in the URL, not encoded once more. */
  readonly signsPathAsSent?: boolean;
}

/** A request's headers with those that sign it. Source: "Create a signed AWS API request". */
export function signatureHeaders(
  { accessKeyId, secretAccessKey, sessionToken }: SigningKey,
  request: ToSign,
  nowMs: number,
): Record<string, string> {
  const { method, url, service, region, body, signsPathAsSent = false } = request;
  const date = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    "x-amz-date": date,
    ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(headers).sort().join(";");
  const canonical = [
    method,
    signsPathAsSent ? url.pathname : url.pathname.split("/").map(encode).join("/"),
    [...url.searchParams]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join("&"),
    ...Object.keys(headers)
      .sort()
      .map((name) => `${name}:${headers[name]}`),
    "",
    names,
    createHash("sha256").update(body).digest("hex"),
  ].join("\n");
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", date, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  let key: Buffer = Buffer.from(`AWS4${secretAccessKey}`);
  for (const part of scope.split("/")) key = hmac(key, part);
  const { host: _host, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${hmac(key, text).toString("hex")}`,
  };
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** All but unreserved characters; in a path once more, as it is encoded there already. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
