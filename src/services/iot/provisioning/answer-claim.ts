import { AwsError } from "../../../platform/aws-error.ts";
import { openDeviceAuthority } from "../certificates/device-authority.ts";
import {
  type MadeCertificate,
  makeCertificateFromCsr,
  makeKeysAndCertificate,
} from "../certificates/make-certificate.ts";
import { putCertificate } from "../certificates/put-certificate.ts";
import { limits } from "../limits.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import { putOwnership } from "./ownership.ts";
import { provisionOwned } from "./provision-owned.ts";
import type { ProvisioningParts } from "./provisioning-parts.ts";
import { ProvisioningRefusal } from "./provisioning-refusal.ts";
import type { ProvisioningVerb } from "./provisioning-verb.ts";

/** Does what a device asks and answers it, and nobody else who is subscribed to the same topic, at `accepted` or `rejected`. */
export async function answerClaim(
  parts: ProvisioningParts,
  message: DeviceMessage,
  verb: ProvisioningVerb,
  template: string,
): Promise<void> {
  const { account, region, topic, qos, source } = message;
  const { host, broker } = parts;
  let suffix = "accepted";
  let body: object;
  try {
    const request = readRequest(message);
    body = await (verb === "provision"
      ? provisionOwned(parts, message, template, request)
      : makeCertificate(parts, message, verb, request));
  } catch (error) {
    suffix = "rejected";
    body = toRefusal(error);
  }
  await broker.publish({
    account,
    region,
    topic: `${topic}/${suffix}`,
    payload: Buffer.from(JSON.stringify(body)),
    qos,
    retain: false,
    publishedMs: host.clock.nowMs(),
    properties: undefined,
    ...(source.clientId !== undefined && { onlyFor: source.clientId }),
    source: {},
  });
}

/** A certificate that is pending until it is provisioned, and a token that proves whose it is. */
async function makeCertificate(
  parts: ProvisioningParts,
  { account, region }: DeviceMessage,
  verb: "create" | "create-from-csr",
  { certificateSigningRequest }: Readonly<Record<string, unknown>>,
): Promise<object> {
  const { host, registry, places } = parts;
  const { clock, random } = host;
  const at = { account, region };
  const authority = await openDeviceAuthority(at, host);
  const how = { nowMs: clock.machineMs(), random };
  let made: MadeCertificate;
  if (verb === "create") made = await takingTurn(parts.making, () => makeKeysAndCertificate(authority, how));
  else if (typeof certificateSigningRequest === "string" && certificateSigningRequest !== "")
    made = await makeCertificateFromCsr(authority, certificateSigningRequest, how);
  else throw new ProvisioningRefusal(400, "InvalidCsr", "Certificate signing request cannot be empty.");
  const context = { ...at, state: { registry, places }, host };
  const { id, pem } = await putCertificate({ pem: made.pem, status: "PENDING_ACTIVATION" }, context);
  const token = random.text(256, tokenAlphabet);
  await registry.write(at, (tx) => putOwnership(tx, token, id, clock.nowMs()));
  return {
    certificateId: id,
    certificatePem: pem,
    ...(made.privateKeyPem !== undefined && { privateKey: made.privateKeyPem }),
    certificateOwnershipToken: token,
  };
}

/** Keys are made by the machine's few threads, which others need, too. */
async function takingTurn<T>(making: { count: number }, make: () => Promise<T>): Promise<T> {
  if (making.count >= limits.certificatesAtOnce)
    throw new ProvisioningRefusal(429, "TooManyRequests", "Too many certificates are being made. Try again later.");
  making.count++;
  try {
    return await make();
  } finally {
    making.count--;
  }
}

const tokenAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function readRequest({ topic, payload }: DeviceMessage): Readonly<Record<string, unknown>> {
  if (topic.endsWith("/cbor"))
    throw new ProvisioningRefusal(400, "InvalidPayload", "Squall does not support payloads in CBOR yet.");
  if (payload.byteLength > limits.provisioningRequestBytes)
    throw new ProvisioningRefusal(413, "InvalidPayload", "The payload is too large.");
  if (payload.byteLength === 0) return {};
  try {
    const request: unknown = JSON.parse(Buffer.from(payload).toString("utf8"));
    if (typeof request === "object" && request !== null && !Array.isArray(request))
      return request as Record<string, unknown>;
  } catch {
    // As below.
  }
  throw new ProvisioningRefusal(400, "InvalidPayload", "Invalid payload.");
}

/** What is ours to mend is thrown on: the device is not acknowledged and tries again. */
function toRefusal(error: unknown): object {
  if (error instanceof ProvisioningRefusal) {
    const { statusCode, errorCode, message } = error;
    return { statusCode, errorCode, errorMessage: message };
  }
  if (!(error instanceof AwsError)) throw error;
  const statusCode = error.status ?? statuses[error.code] ?? 400;
  return { statusCode, errorCode: error.code.replace(/Exception$/, ""), errorMessage: error.message };
}

const statuses: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  AccessDeniedException: 403,
  UnauthorizedException: 401,
  ResourceNotFoundException: 404,
  ResourceAlreadyExistsException: 409,
  ConflictException: 409,
  LimitExceededException: 410,
};
