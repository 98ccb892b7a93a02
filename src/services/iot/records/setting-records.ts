import { positionOf } from "../certificates/certificate.ts";
import { RecordStore } from "../registry/record-store.ts";
import type { RegistrationConfig } from "./registration-config.ts";

/** A name under which devices' certificates are exchanged for a role's credentials. */
export interface RoleAlias {
  readonly roleArn: string;
  readonly durationSeconds: number;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A certificate that signs devices' certificates, of the account's own. */
export interface CaCertificate {
  readonly pem: string;
  readonly status: "ACTIVE" | "INACTIVE";
  readonly autoRegistration: "ENABLE" | "DISABLE";
  readonly mode: "DEFAULT" | "SNI_ONLY";
  readonly registrationConfig: RegistrationConfig | undefined;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly generation: string;
  readonly version: number;
  readonly tags: Readonly<Record<string, string>>;
}

export const roleAliases = new RecordStore<RoleAlias>("role-alias");
export const caCertificates = new RecordStore<CaCertificate>("ca-certificate", positionOf);
