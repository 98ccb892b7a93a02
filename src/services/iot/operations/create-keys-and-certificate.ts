import { openDeviceAuthority } from "../certificates/device-authority.ts";
import { makeKeysAndCertificate } from "../certificates/make-certificate.ts";
import { putCertificate } from "../certificates/put-certificate.ts";
import type { IotOperation } from "../operation.ts";

/** The private key is told this once, and kept nowhere. */
export const createKeysAndCertificate: IotOperation<"CreateKeysAndCertificate"> = async (input, context) => {
  const { clock, random } = context.host;
  const authority = await openDeviceAuthority(context, context.host);
  const made = await makeKeysAndCertificate(authority, { nowMs: clock.machineMs(), random });
  const { id, arn, pem } = await putCertificate(
    { pem: made.pem, status: input.setAsActive ? "ACTIVE" : "INACTIVE" },
    context,
  );
  return {
    certificateArn: arn,
    certificateId: id,
    certificatePem: pem,
    keyPair: { PublicKey: made.publicKeyPem, PrivateKey: made.privateKeyPem },
  };
};
