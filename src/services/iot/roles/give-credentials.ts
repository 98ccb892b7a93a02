import { parseArn } from "../../../platform/arn.ts";
import { callConditions } from "../../call-conditions.ts";
import { type Principal, servicePrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { certificateArn } from "../certificates/certificate.ts";
import { findShown } from "../connections/identify-by-certificate.ts";
import { CertificatePermissions } from "../policies/certificate-permissions.ts";
import type { RoleAlias } from "../records/setting-records.ts";
import type { IotState } from "../state.ts";
import type { Thing } from "../things/thing.ts";
import { roleAliasArn } from "./role-alias.ts";

const iotPrincipal = "credentials.iot.amazonaws.com";

/**
 * The credentials provider: who shows a device's certificate is given the credentials of the role behind an alias, if a policy of the certificate lets it
 * (`iot:AssumeRoleWithCertificate`) and the role trusts AWS IoT. Source: "Authorizing direct calls to AWS services using AWS IoT Core credential provider".
 */
export async function giveCredentials(
  alias: string,
  request: SurfaceRequest,
  { state, host }: { readonly state: IotState; readonly host: ServiceHost },
): Promise<SurfaceAnswer> {
  const der = request.shownCertificate?.();
  const shown = der && (await findShown({ der, serverName: request.host }, state));
  if (!shown) return refusal(403, "Certificate is invalid on this endpoint");
  const { at, id } = shown;
  const { "x-amzn-iot-thingname": thingName } = request.headers;
  const { cache } = state;
  const reading = cache.reading(at);
  const attached = await reading.sources("thing-principal", certificateArn(at, id));
  if (thingName !== undefined && !attached.some(({ name }) => name === thingName))
    return refusal(403, "Invalid thing name passed");
  const thing = thingName === undefined ? undefined : await cache.find<Thing>(at, "thing", thingName);
  const keys = sessionKeys(id, thingName, thing);
  const as = { at, clientId: thingName ?? "", sourceIp: request.sourceIp, protocol: "http" as const };
  const permissions = new CertificatePermissions(cache, host.clock, id, as, keys);
  if (!(await permissions.may("iot:AssumeRoleWithCertificate", roleAliasArn(at, alias))))
    return refusal(403, "Access Denied");
  const found = await cache.find<RoleAlias>(at, "role-alias", alias);
  if (!found) return refusal(404, "Role alias does not exist");
  return assume({ at, alias, found, certificateId: id, keys, request }, host);
}

interface Asked {
  readonly at: Place;
  readonly alias: string;
  readonly found: RoleAlias;
  readonly certificateId: string;
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly request: SurfaceRequest;
}

async function assume(
  { at, alias, found, certificateId, keys, request }: Asked,
  host: ServiceHost,
): Promise<SurfaceAnswer> {
  const { roleArn, durationSeconds } = found;
  const role = await host.access.findRole(roleArn);
  const decision =
    role &&
    (await host.access.authorize({
      principal: servicePrincipal(iotPrincipal, at.account),
      action: "sts:AssumeRole",
      resource: roleArn,
      resourceAccount: at.account,
      resourcePolicy: role.trustPolicy,
      conditions: { ...callConditions(callerOf(at, alias, request), host.clock.nowMs()), ...keys },
    }));
  if (!role || !decision?.allowed)
    return refusal(400, "Unable to assume the role, or the role to assume does not exist");
  if (durationSeconds > role.maxSessionDurationSeconds)
    return refusal(400, "The requested CredentialDurationSeconds exceeds the MaxSessionDuration set for the role");
  const principal = toSession(role, certificateId, keys);
  const { accessKeyId, secretAccessKey, sessionToken, expiresMs } = await host.access.issueSession(
    principal,
    durationSeconds,
  );
  const expiration = new Date(expiresMs).toISOString().replace(".000Z", "Z");
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ credentials: { accessKeyId, secretAccessKey, sessionToken, expiration } }),
  };
}

function callerOf(at: Place, alias: string, { sourceIp, headers }: SurfaceRequest) {
  return {
    principal: servicePrincipal(iotPrincipal, at.account),
    region: at.region,
    sourceIp,
    isSecure: true,
    userAgent: headers["user-agent"],
    sourceArn: roleAliasArn(at, alias),
    sourceAccount: at.account,
  };
}

/** The session is named as the certificate. */
function toSession(
  role: { readonly arn: string; readonly id: string },
  certificateId: string,
  sessionKeys: Asked["keys"],
): Principal {
  const { account = "", partition = "aws" } = parseArn(role.arn) ?? {};
  const name = role.arn.slice(role.arn.lastIndexOf("/") + 1);
  return {
    kind: "assumed-role",
    account,
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${certificateId}`,
    userId: `${role.id}:${certificateId}`,
    roleArn: role.arn,
    sessionKeys,
  };
}

/** What policies may say of a device, the certificate's and the role's: `${credentials-iot:ThingName}`. */
function sessionKeys(
  certificateId: string,
  thingName: string | undefined,
  thing: Thing | undefined,
): Record<string, readonly string[]> {
  return {
    "credentials-iot:awscertificateid": [certificateId],
    ...(thingName !== undefined && { "credentials-iot:thingname": [thingName] }),
    ...(thing?.typeName !== undefined && { "credentials-iot:thingtypename": [thing.typeName] }),
  };
}

const errorTypes: Readonly<Record<number, string>> = {
  400: "InvalidRequestException",
  403: "AccessDeniedException",
  404: "ResourceNotFoundException",
};

function refusal(status: number, message: string): SurfaceAnswer {
  const type = errorTypes[status] ?? "";
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-errortype": type },
    body: JSON.stringify({ message }),
  };
}
