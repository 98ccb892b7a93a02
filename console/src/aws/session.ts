/** Whom the console calls AWS as, and where. A new region or account is a new session: clients and what they loaded go with it. */
export interface Session {
  readonly credentials: Credentials;
  /** Twelve digits, as STS says. */
  readonly account: string;
  readonly callerArn: string;
  readonly region: string;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Only of a sign-in: then the sign-in page comes back. */
  readonly endsAtMs?: number;
}

export const defaultAccount = "000000000000";

/** In open mode any credentials pass, and an access key of twelve digits is that account. */
export function openCredentials(account: string): Credentials {
  return { accessKeyId: account === defaultAccount ? "test" : account, secretAccessKey: "test" };
}
