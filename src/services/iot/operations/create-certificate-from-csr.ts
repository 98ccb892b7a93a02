import { openDeviceAuthority } from "../certificates/device-authority.ts";
import { makeCertificateFromCsr } from "../certificates/make-certificate.ts";
import { putCertificate } from "../certificates/put-certificate.ts";
import type { IotOperation } from "../operation.ts";

/** For a key that its owner keeps. */
export const createCertificateFromCsr: IotOperation<"CreateCertificateFromCsr"> = async (input, context) => {
  const { clock, random } = context.host;
  const authority = await openDeviceAuthority(context, context.host);
  const made = await makeCertificateFromCsr(authority, input.certificateSigningRequest ?? "", {
    nowMs: clock.machineMs(),
    random,
  });
  const { id, arn, pem } = await putCertificate(
    { pem: made.pem, status: input.setAsActive ? "ACTIVE" : "INACTIVE" },
    context,
  );
  return { certificateArn: arn, certificateId: id, certificatePem: pem };
};
