import { openDeviceAuthority } from "../certificates/device-authority.ts";
import { makeKeysAndCertificate } from "../certificates/make-certificate.ts";
import { putCertificate } from "../certificates/put-certificate.ts";
import { invalidRequest } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { claimMs } from "../provisioning/claims.ts";
import { findTemplate } from "../provisioning/provisioning-template.ts";

/** A certificate that is good for being provisioned by the template, for five minutes. */
export const createProvisioningClaim: IotOperation<"CreateProvisioningClaim"> = async (
  { templateName: name = "" },
  context,
) => {
  const { clock, random } = context.host;
  const { enabled } = await context.state.registry.read(context, (tx) => findTemplate(tx, name));
  if (!enabled) throw invalidRequest(`Provisioning template ${name} is not enabled.`);
  const authority = await openDeviceAuthority(context, context.host);
  const made = await makeKeysAndCertificate(authority, { nowMs: clock.machineMs(), random });
  const untilMs = clock.nowMs() + claimMs;
  const claim = { template: name, untilMs };
  const { id, pem } = await putCertificate({ pem: made.pem, status: "ACTIVE", claim }, context);
  return {
    certificateId: id,
    certificatePem: pem,
    keyPair: { PublicKey: made.publicKeyPem, PrivateKey: made.privateKeyPem },
    expiration: new Date(untilMs),
  };
};
