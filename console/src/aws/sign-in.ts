import type { Credentials } from "./session.ts";

export interface PasswordSignIn {
  readonly credentials: Credentials;
  /** The credentials serve to change the password, and nothing else. */
  readonly mustChangePassword: boolean;
}

export interface UserPassword {
  /** Twelve digits, or the account's alias. */
  readonly account: string;
  readonly user: string;
  readonly password: string;
}

/**
 * A console password for temporary credentials. AWS has no API for it, only pages of its own, so this is the one request of the
 * console that is none of AWS's (docs/decisions/0008-console-sign-in.md).
 */
export async function signInWithPassword(given: UserPassword): Promise<PasswordSignIn> {
  const response = await fetch("/_squall/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(given),
  });
  const answer = (await response.json()) as SignInAnswer;
  if (!response.ok) throw Object.assign(new Error(answer.message), { name: names[response.status] ?? "SignInFailed" });
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = answer.credentials;
  return {
    credentials: { accessKeyId, secretAccessKey, sessionToken, endsAtMs: Date.parse(expiration) },
    mustChangePassword: answer.passwordResetRequired,
  };
}

interface SignInAnswer {
  readonly message?: string;
  readonly passwordResetRequired: boolean;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly expiration: string;
  };
}

const names: Readonly<Record<number, string>> = { 401: "Authentication failed", 429: "Too many attempts" };
