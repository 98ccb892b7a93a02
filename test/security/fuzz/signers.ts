import { createHash, createHmac } from "node:crypto";
import { type HandSigned, type SigningKey, sendRaw, signV4, unsigned } from "../../support/hand-signed.ts";
import type { Dice } from "./dice.ts";
import type { Request } from "./requests.ts";

/** Signs a request as it will be sent: who has a key reaches what is behind the door. */
export type Sign = (dice: Dice, request: Request) => void;

/** Signs for the root user most often, else for a role that may do little, and leaves some as they are. */
export async function createSigner(endpoint: string, root: SigningKey): Promise<Sign> {
  const role = await assumeRole(endpoint, root);
  return (dice, request) => {
    if (request.service === undefined || dice.chance(0.1)) return;
    sign(request, request.service, dice.chance(0.7) ? root : role);
  };
}

/** Sends one signed request for what the fuzzer's own names mean. */
export async function sendSigned(
  endpoint: string,
  key: SigningKey,
  service: string,
  request: Partial<HandSigned>,
): Promise<string> {
  const { status, text } = await sendRaw(endpoint, signV4(unsigned(new URL(endpoint).host, request), key, { service }));
  if (status >= 300) throw new Error(`${status} ${text}`);
  return text;
}

async function assumeRole(endpoint: string, root: SigningKey): Promise<SigningKey> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const call = (service: string, form: Record<string, string>) =>
    sendSigned(endpoint, root, service, {
      method: "POST",
      headers,
      body: new URLSearchParams(form).toString(),
    });
  const trust = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::000000000000:root" }, Action: "sts:AssumeRole" };
  const little = { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket", "logs:FilterLogEvents"], Resource: "*" };
  const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const iam = { Version: "2010-05-08" };
  await call("iam", { Action: "CreateRole", ...iam, RoleName: "little", AssumeRolePolicyDocument: document(trust) });
  await call("iam", {
    Action: "PutRolePolicy",
    ...iam,
    RoleName: "little",
    PolicyName: "little",
    PolicyDocument: document(little),
  });
  // The root user assumes no role: a user of it does.
  await call("iam", { Action: "CreateUser", ...iam, UserName: "caller" });
  const may = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
  await call("iam", {
    Action: "PutUserPolicy",
    ...iam,
    UserName: "caller",
    PolicyName: "may",
    PolicyDocument: document(may),
  });
  const made = await call("iam", { Action: "CreateAccessKey", ...iam, UserName: "caller" });
  const user = { accessKeyId: textOf(made, "AccessKeyId"), secretAccessKey: textOf(made, "SecretAccessKey") };
  const assumed = await sendSigned(endpoint, user, "sts", {
    method: "POST",
    headers,
    body: new URLSearchParams({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: "arn:aws:iam::000000000000:role/little",
      RoleSessionName: "fuzzed",
    }).toString(),
  });
  return {
    accessKeyId: textOf(assumed, "AccessKeyId"),
    secretAccessKey: textOf(assumed, "SecretAccessKey"),
    sessionToken: textOf(assumed, "SessionToken"),
  };
}

function textOf(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
}

/** What was changed on the way is signed as it is; where that is no request that can be signed, the signature is a wrong one. */
function sign(request: Request, service: string, key: SigningKey): void {
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${timestamp.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  const add = (name: string, value: string) => {
    if (!request.headers.some(([each]) => each === name)) request.headers.push([name, value]);
  };
  add("host", "localhost");
  add("x-amz-date", timestamp);
  if (service === "s3") add("x-amz-content-sha256", hash(request.body));
  if (key.sessionToken !== undefined) add("x-amz-security-token", key.sessionToken);
  const values = new Map<string, string>();
  for (const [name, value] of request.headers) {
    if (name !== "host" && name !== "content-type" && !name.startsWith("x-amz-")) continue;
    const before = values.get(name);
    values.set(name, `${before === undefined ? "" : `${before},`}${value.trim().replace(/\s+/g, " ")}`);
  }
  const names = [...values.keys()].sort();
  const canonical = [
    request.method,
    service === "s3" ? request.path : request.path.split("/").map(encode).join("/"),
    canonicalQuery(request.query),
    ...names.map((name) => `${name}:${values.get(name)}`),
    "",
    names.join(";"),
    values.get("x-amz-content-sha256") ?? hash(request.body),
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", timestamp, scope, hash(canonical)].join("\n");
  const signature = hmac(keyOf(key.secretAccessKey, scope), text).toString("hex");
  request.headers.push([
    "authorization",
    `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  ]);
}

function canonicalQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.sort((a, b) => (a < b ? -1 : 1)).join("&");
}

const keys = new Map<string, Buffer>();

function keyOf(secret: string, scope: string): Buffer {
  const name = `${secret} ${scope}`;
  const made =
    keys.get(name) ??
    scope.split("/").reduce<Buffer>((former, part) => hmac(former, part), Buffer.from(`AWS4${secret}`));
  keys.set(name, made);
  return made;
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hash(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
