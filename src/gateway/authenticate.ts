import { timingSafeEqual } from "node:crypto";
import { AwsError } from "../platform/aws-error.ts";
import type { Clock } from "../platform/clock.ts";
import type { AccessControl, FoundCredentials } from "../services/access-control.ts";
import { type Principal, rootPrincipal } from "../services/principal.ts";
import { authErrorsOf } from "./auth-errors.ts";
import type { HttpRequest } from "./http/http-request.ts";
import type { Target } from "./identify.ts";
import type { RootCredentials } from "./root-credentials.ts";
import { stringToSign } from "./signature/canonical-request.ts";
import { type Signature, timestampMs } from "./signature/signature.ts";
import { hmac, SigningKeys } from "./signature/signing-key.ts";

export interface AuthenticatorOptions {
  readonly auth: "open" | "enforce";
  readonly accountId: string;
  readonly access: AccessControl;
  /** Whose key opens everything in `enforce` mode; undefined in `open` mode, where nobody needs one. */
  readonly root: RootCredentials | undefined;
  readonly clock: Clock;
}

/** Who calls. */
export interface Caller {
  readonly principal: Principal;
  /** In `enforce` mode the chunks of a streamed body must carry this key's signatures. */
  readonly chunkKey: Buffer | undefined;
}

/** What became of the signatures seen: in `open` mode a bad one passes, so this is where it shows. */
export interface SignatureCounts {
  accepted: number;
  rejected: number;
  /** Signed with a key that Squall does not know. */
  unknown: number;
  missing: number;
}

const mostSkewMs = 15 * 60 * 1000;

/**
 * Finds out who calls and verifies the signature. In `open` mode any credentials pass: an unknown key is the root of the default
 * account (of its own account, if it is twelve digits), a bad signature counts and passes.
 */
export class Authenticator {
  readonly counts: SignatureCounts = { accepted: 0, rejected: 0, unknown: 0, missing: 0 };
  readonly #options: AuthenticatorOptions;
  readonly #signingKeys = new SigningKeys();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  get isEnforcing(): boolean {
    return this.#options.auth === "enforce";
  }

  /** `payloadHash` is the one that the signature covers. Throws AWS's error in `enforce` mode, and for a presigned URL past its time. */
  async authenticate(
    request: HttpRequest,
    target: Target,
    signature: Signature | undefined,
    payloadHash: () => string,
  ): Promise<Caller> {
    if (!signature) return this.#unsigned(target);
    checkPresignedTime(signature, this.#options.clock.machineMs());
    return this.#signed(target, signature, () => stringToSign(request, signature, payloadHash()));
  }

  /** The same for a signature over a text: a form's over its policy. */
  async authenticateText(target: Target, signature: Signature | undefined, text: string): Promise<Caller> {
    return signature ? this.#signed(target, signature, () => text) : this.#unsigned(target);
  }

  async #signed(target: Target, signature: Signature, text: () => string): Promise<Caller> {
    const found = await this.#findCredentials(signature);
    const key =
      found && signature.version === "v4" ? this.#signingKeys.of(found.secretAccessKey, signature) : undefined;
    const failure = this.#verify({ target, signature, text, found, key });
    if (failure && this.#options.auth === "enforce") throw failure;
    return {
      principal: found?.principal ?? this.#defaultPrincipal(signature.accessKeyId),
      chunkKey: this.#options.auth === "enforce" ? key : undefined,
    };
  }

  #unsigned({ facts, protocol, action }: Target): Caller {
    this.counts.missing += 1;
    // S3 has anonymous callers, whom a bucket's policy may let in, and a web identity's token is its own proof.
    const mayBeUnsigned = facts.name === "s3" || (facts.name === "sts" && action === "AssumeRoleWithWebIdentity");
    if (this.#options.auth === "enforce" && !mayBeUnsigned) throw authErrorsOf(facts.name, protocol).missingToken();
    const account = this.#options.accountId;
    return { principal: { kind: "anonymous", account, arn: "anonymous", userId: "anonymous" }, chunkKey: undefined };
  }

  async #findCredentials({ accessKeyId, sessionToken }: Signature): Promise<FoundCredentials | undefined> {
    const { root, access } = this.#options;
    if (root && accessKeyId === root.accessKeyId) {
      const principal = rootPrincipal(this.#options.accountId, accessKeyId);
      return { secretAccessKey: root.secretAccessKey, principal, expired: false };
    }
    return access.findCredentials(accessKeyId, sessionToken);
  }

  /** An error that says why the signature does not hold, and the count. */
  #verify(facts: Verification): AwsError | undefined {
    const { signature, target, found, key } = facts;
    const errors = authErrorsOf(target.facts.name, target.protocol);
    if (!found) {
      this.counts.unknown += 1;
      return errors.unknownKey(signature.accessKeyId);
    }
    const failure = this.#failureOf(facts, errors);
    if (failure || !key) this.counts.rejected += 1;
    else this.counts.accepted += 1;
    return failure;
  }

  #failureOf(
    { signature, text: textToSign, found, key }: Verification,
    errors: ReturnType<typeof authErrorsOf>,
  ): AwsError | undefined {
    if (found?.expired) return errors.expiredToken();
    if (!key) return errors.unsupported();
    const skew = skewOf(signature, this.#options.clock.machineMs());
    if (skew) return errors.clockSkew(skew);
    const text = textToSign();
    const expected = hmac(key, text);
    const given = Buffer.from(signature.signature, "hex");
    if (given.length === expected.length && timingSafeEqual(given, expected)) return undefined;
    return errors.signatureMismatch(text);
  }

  #defaultPrincipal(accessKeyId: string): Principal {
    const { access, accountId } = this.#options;
    const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : (access.accountOfAccessKey(accessKeyId) ?? accountId);
    return rootPrincipal(account, accessKeyId);
  }
}

interface Verification {
  readonly target: Target;
  readonly signature: Signature;
  /** What should have been signed. */
  readonly text: () => string;
  readonly found: FoundCredentials | undefined;
  readonly key: Buffer | undefined;
}

const longestPresignSeconds = 7 * 24 * 60 * 60;

/** A URL past its time is refused in both modes: no secret is needed to see it. By the machine's clock, which the client signs with. */
function checkPresignedTime({ version, expires, timestamp }: Signature, nowMs: number): void {
  if (expires === undefined) return;
  if (version === "v4" && !(expires >= 0 && expires <= longestPresignSeconds)) {
    const message =
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds";
    throw new AwsError("AuthorizationQueryParametersError", message, { status: 400 });
  }
  const endMs = version === "v2" ? expires * 1000 : timestampMs(timestamp) + expires * 1000;
  if (endMs < nowMs) throw new AwsError("AccessDenied", "Request has expired", { status: 403 });
}

function skewOf({ timestamp, expires }: Signature, nowMs: number): string | undefined {
  const signedMs = timestampMs(timestamp);
  const isEarly = signedMs - mostSkewMs > nowMs;
  // A presigned URL is meant to be old.
  const isLate = expires === undefined && signedMs + mostSkewMs < nowMs;
  if (!Number.isNaN(signedMs) && !isEarly && !isLate) return undefined;
  const now = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, "");
  return isEarly
    ? `Signature not yet current: ${timestamp} is still later than ${now} (15 min.)`
    : `Signature expired: ${timestamp} is now earlier than ${now} (15 min.)`;
}
