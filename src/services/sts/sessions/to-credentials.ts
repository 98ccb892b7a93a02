import type { SessionCredentials } from "../../access-control.ts";

export function toCredentials(credentials: SessionCredentials) {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: new Date(credentials.expiresMs),
  };
}
