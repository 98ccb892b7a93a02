import { putCertificate } from "../certificates/put-certificate.ts";
import { notSupported } from "../errors.ts";
import type { IotOperation } from "../operation.ts";

/** Whoever has signed it. */
export const registerCertificateWithoutCA: IotOperation<"RegisterCertificateWithoutCA"> = async (input, context) => {
  const { certificatePem = "", status = "INACTIVE" } = input;
  if (status !== "ACTIVE" && status !== "INACTIVE" && status !== "REVOKED") throw notSupported(`the status ${status}`);
  const { id, arn } = await putCertificate({ pem: certificatePem, status, mode: "SNI_ONLY" }, context);
  return { certificateArn: arn, certificateId: id };
};
