import type { PasswordPolicy } from "../entities/entity.ts";
import { passwordPolicyViolation } from "../errors.ts";

/**
 * Throws PasswordPolicyViolation for a password that the account's policy forbids; an account without a policy has AWS's default.
 * Source: "Set an account password policy for IAM users".
 */
export function checkPassword(policy: PasswordPolicy | undefined, password: string): void {
  const minimum = policy?.minimumLength ?? defaultMinimumLength;
  if (password.length < minimum) throw passwordPolicyViolation(`Password should have a minimum length of ${minimum}`);
  const missing = kinds.filter(({ pattern }) => !pattern.test(password));
  if (!policy) {
    if (missing.length > 1) throw passwordPolicyViolation(tooFewKinds);
    return;
  }
  const fault = missing.find(({ required }) => required(policy));
  if (fault) throw passwordPolicyViolation(`Password should have at least one ${fault.noun}`);
}

/** When a password has to be changed; undefined if it never has to. */
export function expiryOf(policy: PasswordPolicy | undefined, changedMs: number): number | undefined {
  return policy?.maxAgeDays === undefined ? undefined : changedMs + policy.maxAgeDays * dayMs;
}

const dayMs = 24 * 60 * 60 * 1000;
const defaultMinimumLength = 8;
const tooFewKinds =
  "Password should have at least three of the following: uppercase letters, lowercase letters, numbers, symbols";

const kinds: readonly {
  readonly noun: string;
  readonly pattern: RegExp;
  readonly required: (policy: PasswordPolicy) => boolean;
}[] = [
  { noun: "uppercase letter", pattern: /[A-Z]/, required: (policy) => policy.requireUppercase },
  { noun: "lowercase letter", pattern: /[a-z]/, required: (policy) => policy.requireLowercase },
  { noun: "number", pattern: /\d/, required: (policy) => policy.requireNumbers },
  { noun: "symbol", pattern: /[!@#$%^&*()_+\-=[\]{}|']/, required: (policy) => policy.requireSymbols },
];
