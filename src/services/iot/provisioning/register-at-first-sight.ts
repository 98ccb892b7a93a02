import { X509Certificate } from "node:crypto";
import { isNamed } from "../../../platform/aws-error.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { findIssuer } from "../certificates/ca-certificates.ts";
import { issuerPlace } from "../certificates/certificate-places.ts";
import { putCertificate } from "../certificates/put-certificate.ts";
import type { CaCertificate } from "../records/setting-records.ts";
import type { IotState } from "../state.ts";
import { applyTemplate } from "./apply-template.ts";
import { provisioningTemplates, templateVersion } from "./provisioning-template.ts";
import { callAsRole } from "./registry-calls.ts";
import { readTemplateBody } from "./template-body.ts";

/**
 * A device comes for the first time, with a certificate that a registered CA certificate has signed. It is registered (just-in-time registration, which is told at
 * `$aws/events/certificates/registered/CA`), and provisioned where the CA certificate has a template; this connection ends all the same, and the next one is let in when the
 * certificate is active. Nothing is done for a certificate whose signature does not hold. Source: "Just-in-time registration", "Just-in-time provisioning".
 */
export async function registerAtFirstSight(der: Buffer, state: IotState, host: ServiceHost): Promise<void> {
  const x509 = new X509Certificate(der);
  for (const at of await state.places.find(issuerPlace(x509.issuer))) {
    const issuer = await state.registry.read(at, (tx) => findIssuer(tx, x509));
    if (issuer?.record.autoRegistration === "ENABLE") return register(at, x509, issuer, state, host);
  }
}

async function register(
  at: Place,
  x509: X509Certificate,
  { id: caCertificateId, record }: { readonly id: string; readonly record: CaCertificate },
  state: IotState,
  host: ServiceHost,
): Promise<void> {
  let id: string;
  try {
    const made = { pem: x509.toString(), status: "PENDING_ACTIVATION" as const, caCertificateId };
    ({ id } = await putCertificate(made, { ...at, state, host }));
  } catch (error) {
    // Two connections at once, or one that has been registered and waits for somebody to make it active.
    if (isNamed(error, "ResourceAlreadyExistsException")) return;
    throw error;
  }
  await tell(at, { certificateId: id, caCertificateId }, state, host);
  const { roleArn, templateBody, templateName } = record.registrationConfig ?? {};
  if (roleArn === undefined && templateName === undefined) return;
  const template =
    templateName === undefined
      ? undefined
      : await state.registry.read(at, (tx) => provisioningTemplates.find(tx, templateName));
  const text = template ? templateVersion(template, template.defaultVersion).body : templateBody;
  const role = template?.roleArn ?? roleArn;
  if (text === undefined || role === undefined) return;
  try {
    await applyTemplate(readTemplateBody(text), certificateParameters(id, x509), await callAsRole(host, at, role));
  } catch (error) {
    host.log.warn("a device could not be provisioned just in time", { certificate: id, error: String(error) });
  }
}

async function tell(
  at: Place,
  ids: { readonly certificateId: string; readonly caCertificateId: string },
  { broker }: IotState,
  { clock }: ServiceHost,
): Promise<void> {
  const timestamp = clock.nowMs();
  await broker.publish({
    ...at,
    topic: `$aws/events/certificates/registered/${ids.caCertificateId}`,
    payload: Buffer.from(
      JSON.stringify({
        ...ids,
        timestamp,
        certificateStatus: "PENDING_ACTIVATION",
        awsAccountId: at.account,
        certificateRegistrationTimestamp: timestamp,
      }),
    ),
    qos: 1,
    retain: false,
    publishedMs: timestamp,
    properties: undefined,
    source: {},
  });
}

/** Source: "Just-in-time provisioning", the parameters that a template may refer to. */
function certificateParameters(id: string, { subject }: X509Certificate): Record<string, string> {
  const given: Record<string, string> = { "AWS::IoT::Certificate::Id": id };
  for (const line of (subject ?? "").split("\n")) {
    const equals = line.indexOf("=");
    const name = names[line.slice(0, equals)];
    if (name !== undefined) given[`AWS::IoT::Certificate::${name}`] ??= line.slice(equals + 1);
  }
  return given;
}

const names: Readonly<Record<string, string>> = {
  C: "Country",
  O: "Organization",
  OU: "OrganizationalUnit",
  dnQualifier: "DistinguishedNameQualifier",
  ST: "StateName",
  CN: "CommonName",
  serialNumber: "SerialNumber",
};
