import { certificates } from "../certificates/certificate.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import { applyTemplate } from "./apply-template.ts";
import { askHook } from "./ask-hook.ts";
import { findOwned } from "./ownership.ts";
import type { ProvisioningParts } from "./provisioning-parts.ts";
import { ProvisioningRefusal } from "./provisioning-refusal.ts";
import { provisioningTemplates, templateArn, templateVersion } from "./provisioning-template.ts";
import { callAsRole } from "./registry-calls.ts";
import { readTemplateBody } from "./template-body.ts";

/** RegisterThing of the MQTT API: a device that has a certificate becomes what the template says. */
export async function provisionOwned(
  { host, registry }: ProvisioningParts,
  { account, region, source }: DeviceMessage,
  name: string,
  request: Readonly<Record<string, unknown>>,
): Promise<object> {
  const { certificateOwnershipToken: token } = request;
  if (typeof token !== "string" || token === "")
    throw new ProvisioningRefusal(
      400,
      "InvalidCertificateOwnershipToken",
      "Certificate ownership token cannot be empty.",
    );
  const at = { account, region };
  const { template, certificateId, certificate } = await registry.read(at, async (tx) => {
    const certificateId = await findOwned(tx, token);
    return {
      template: await provisioningTemplates.find(tx, name),
      certificateId,
      certificate: certificateId === undefined ? undefined : await certificates.find(tx, certificateId),
    };
  });
  if (!template) throw new ProvisioningRefusal(404, "ResourceNotFound", `Provisioning template ${name} not found.`);
  if (!template.enabled)
    throw new ProvisioningRefusal(400, "InvalidRequest", `Provisioning template ${name} is not enabled.`);
  if (certificateId === undefined || !certificate)
    throw new ProvisioningRefusal(400, "InvalidCertificateOwnershipToken", "Certificate ownership token is invalid.");
  const parameters = toParameters(request.parameters);
  const overrides =
    template.hook &&
    (await askHook(
      template.hook,
      {
        claimCertificateId: source.principal ?? "",
        certificateId,
        certificatePem: certificate.pem,
        templateArn: templateArn(at, name),
        clientId: source.clientId ?? "",
        parameters,
      },
      at,
      host,
    ));
  if (template.hook && !overrides)
    throw new ProvisioningRefusal(403, "AccessDenied", "The pre-provisioning hook has not allowed the device.");
  const body = readTemplateBody(templateVersion(template, template.defaultVersion).body);
  const given = { ...parameters, ...overrides, "AWS::IoT::Certificate::Id": certificateId };
  const { thingName, deviceConfiguration } = await applyTemplate(
    body,
    given,
    await callAsRole(host, at, template.roleArn),
  );
  return { deviceConfiguration, ...(thingName !== undefined && { thingName }) };
}

function toParameters(given: unknown): Record<string, string> {
  if (given === undefined || given === null) return {};
  const isOfForm =
    typeof given === "object" &&
    !Array.isArray(given) &&
    Object.values(given).every((each) => typeof each === "string");
  if (!isOfForm) throw new ProvisioningRefusal(400, "InvalidParameters", "The parameters must be texts.");
  return given as Record<string, string>;
}
