import type { Place } from "../../service.ts";
import { RecordStore } from "../registry/record-store.ts";
import { iotArn } from "../registry/registry.ts";

export type CertificateStatus =
  | "ACTIVE"
  | "INACTIVE"
  | "REVOKED"
  | "PENDING_TRANSFER"
  | "PENDING_ACTIVATION"
  | "REGISTER_INACTIVE";

/** A device's certificate, as it is registered in an account and region. */
export interface Certificate {
  readonly pem: string;
  readonly status: CertificateStatus;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** The CA certificate that has signed it, where that is registered. */
  readonly caCertificateId: string | undefined;
  /** `SNI_ONLY` where it was registered without one. */
  readonly mode: "DEFAULT" | "SNI_ONLY";
  readonly generation: string;
  readonly ownedBy: string;
  readonly previousOwnedBy?: string | undefined;
  readonly transfer?: CertificateTransfer | undefined;
  /** Made for being provisioned by this template, until then. */
  readonly claim?: CertificateClaim | undefined;
  readonly version: number;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

export interface CertificateClaim {
  readonly template: string;
  readonly untilMs: number;
}

export interface CertificateTransfer {
  readonly message?: string | undefined;
  readonly startedMs: number;
  readonly acceptedMs?: number | undefined;
  readonly rejectedMs?: number | undefined;
  readonly rejectReason?: string | undefined;
  readonly to: string;
}

/** In the order in which they were made. */
export const certificates = new RecordStore<Certificate>("certificate", positionOf);

export function positionOf(id: string, { createdMs }: { readonly createdMs: number }): string {
  return `${String(createdMs).padStart(15, "0")} ${id}`;
}

export function certificateArn(at: Place, id: string): string {
  return iotArn(at, `cert/${id}`);
}
