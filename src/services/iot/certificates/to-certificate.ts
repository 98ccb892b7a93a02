import type { Place } from "../../service.ts";
import { type Certificate, certificateArn } from "./certificate.ts";

/** A certificate in a list. */
export function toListedCertificate(at: Place, id: string, { status, mode, createdMs }: Certificate) {
  return {
    certificateArn: certificateArn(at, id),
    certificateId: id,
    status,
    certificateMode: mode,
    creationDate: new Date(createdMs),
  };
}

export function toTransfer({ transfer }: Certificate) {
  if (!transfer) return undefined;
  const { message, rejectReason, startedMs, acceptedMs, rejectedMs } = transfer;
  return {
    transferMessage: message,
    rejectReason,
    transferDate: new Date(startedMs),
    acceptDate: acceptedMs === undefined ? undefined : new Date(acceptedMs),
    rejectDate: rejectedMs === undefined ? undefined : new Date(rejectedMs),
  };
}
