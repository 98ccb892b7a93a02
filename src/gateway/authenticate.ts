import type { AwsError } from "../platform/aws-error.ts";
import type { Clock } from "../platform/clock.ts";
import type { AccessControl, FoundCredentials } from "../services/access-control.ts";
import { anonymousPrincipal, type Principal, rootPrincipal } from "../services/principal.ts";
import type { SignedText } from "../services/signature/auth-errors.ts";
import { readSignature, type Signature } from "../services/signature/signature.ts";
import { authErrorsOf } from "./auth-errors.ts";
import { sha256Hex } from "./content-sha256.ts";
import type { HttpRequest } from "./http/http-request.ts";
import type { Target } from "./identify.ts";
import type { RootCredentials } from "./root-credentials.ts";
import { signedText } from "./signature/canonical-request.ts";
import { checkServiceForm } from "./signature/service-rules.ts";
import { hmac, isSameSignature, SigningKeys, signV2 } from "./signature/signing-key.ts";

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

/**
 * Finds out who calls and verifies the signature. In `open` mode any credentials pass: an unknown key is the root of the default
 * account (of its own account, if it is twelve digits), a bad signature of a header counts and passes; one of a link or a form is refused where its key
 * is known (decisions 17, 87).
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

  /** `payloadHash` is the one that the signature covers. Throws AWS's error: in `enforce` mode any, in `open` mode those about the form. */
  async authenticate(
    request: HttpRequest,
    target: Target,
    signature: Signature | undefined,
    payloadHash: () => string,
  ): Promise<Caller> {
    const { habits } = target;
    const check = habits.checkSignatureForm ?? checkServiceForm;
    check({
      request,
      target,
      signature,
      errors: authErrorsOf(target),
      nowMs: this.#options.clock.machineMs(),
      strict: this.#options.auth === "enforce",
    });
    if (!signature) return this.#unsigned(target);
    return this.#signed(target, signature, () => {
      if (signature.version === "v2") {
        return (habits.textsOfV2?.(request, signature, target.resource) ?? []).map(toSignedText);
      }
      const texts = textsOf(request, signature, payloadHash(), habits);
      return this.isEnforcing ? texts : withSameHost(texts, request, signature, payloadHash(), habits);
    });
  }

  /**
   * The same for a request whose body is there as a whole, at a surface that is not AWS's API: the signature must cover this very body,
   * whatever a header says of its hash.
   */
  async authenticateWhole(request: HttpRequest, target: Target, body: Uint8Array): Promise<Caller> {
    return this.authenticate(request, target, readSignature(request), () => sha256Hex(body));
  }

  /** The same for a signature over a text, whose form the service has judged: a form's over its policy. */
  async authenticateText(target: Target, signature: Signature | undefined, text: string): Promise<Caller> {
    if (!signature) return this.#unsigned(target);
    return this.#signed(target, signature, () => [toSignedText(text)]);
  }

  async #signed(target: Target, signature: Signature, texts: () => Iterable<SignedText>): Promise<Caller> {
    const found = await this.#findCredentials(signature);
    const key = found && this.#signingKey(found, signature);
    const failure = this.#verify({ target, signature, texts, found, key });
    if (failure && this.isEnforcing) throw failure();
    if (failure && signature.place !== "header") this.#checkLink({ target, signature, texts, found, key }, failure);
    return {
      principal: found?.principal ?? this.#defaultPrincipal(signature.accessKeyId),
      chunkKey: this.#options.auth === "enforce" ? key : undefined,
    };
  }

  #unsigned(target: Target): Caller {
    this.counts.missing += 1;
    const { mayBeUnsigned: may, linkActions } = target.habits;
    const mayBeUnsigned = (may?.(target.action) || linkActions?.has(target.action ?? "")) ?? false;
    if (this.#options.auth === "enforce" && !mayBeUnsigned) throw authErrorsOf(target).missingToken();
    return { principal: anonymousPrincipal(this.#options.accountId), chunkKey: undefined };
  }

  /**
   * Of links and forms, which programs make and people pass on, also `open` mode takes only what is signed right, where it knows the key (decision 87); `test` is nearly
   * everybody's secret there, whatever the key.
   */
  #checkLink(facts: Verification, failure: () => AwsError): void {
    const { found, signature } = facts;
    if (!found && signature.accessKeyId !== customaryKey.secretAccessKey) return;
    if (found?.expired || found?.isRevoked) throw failure();
    const key = this.#signingKey(customaryKey, signature);
    const stays = this.#failureOf({ ...facts, key }, customaryKey, authErrorsOf(facts.target));
    if (stays) throw found ? failure() : stays();
  }

  #signingKey({ secretAccessKey }: HeldCredentials, signature: Signature): Buffer | undefined {
    return signature.version === "v4" ? this.#signingKeys.of(secretAccessKey, signature) : undefined;
  }

  async #findCredentials({ accessKeyId, sessionToken }: Signature): Promise<FoundCredentials | undefined> {
    const { root, access } = this.#options;
    // A key that lasts has no token: one beside it belongs to somebody else's.
    if (root && accessKeyId === root.accessKeyId && sessionToken === undefined) {
      const principal = rootPrincipal(this.#options.accountId, accessKeyId);
      return { secretAccessKey: root.secretAccessKey, principal, expired: false };
    }
    return access.findCredentials(accessKeyId, sessionToken);
  }

  /** What makes the error that says why the signature does not hold, and the count. In `open` mode nobody wants the error, which is dear to make. */
  #verify(facts: Verification): (() => AwsError) | undefined {
    const { signature, target, found } = facts;
    const errors = authErrorsOf(target);
    if (!found) {
      this.counts.unknown += 1;
      const { sessionToken, accessKeyId } = signature;
      return () => (sessionToken === undefined ? errors.unknownKey(accessKeyId) : errors.invalidToken(sessionToken));
    }
    const failure = this.#failureOf(facts, found, errors);
    if (failure) this.counts.rejected += 1;
    else this.counts.accepted += 1;
    return failure;
  }

  #failureOf(
    { signature, texts, key }: Verification,
    found: HeldCredentials,
    errors: ReturnType<typeof authErrorsOf>,
  ): (() => AwsError) | undefined {
    if (found.expired) return errors.expiredToken;
    if (found.isRevoked) return () => errors.invalidToken(signature.sessionToken ?? "");
    const isV2 = signature.version === "v2";
    if (!key && !isV2) return errors.unsupported;
    let first: SignedText | undefined;
    for (const text of texts()) {
      first ??= text;
      const isRight = key
        ? isSameSignature(signature.signature.toLowerCase(), hmac(key, text.stringToSign).toString("hex"))
        : isSameSignature(signature.signature, signV2(found.secretAccessKey, text.stringToSign));
      if (isRight) return undefined;
    }
    const expected = first ?? toSignedText("");
    return () => errors.signatureMismatch(signature, expected);
  }

  #defaultPrincipal(accessKeyId: string): Principal {
    const { access, accountId } = this.#options;
    const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : (access.accountOfAccessKey(accessKeyId) ?? accountId);
    return rootPrincipal(account, accessKeyId);
  }
}

function textsOf(
  request: HttpRequest,
  signature: Signature,
  payloadHash: string,
  { signsPathAsSent, tokenMayBeUnsigned }: Target["habits"],
): readonly SignedText[] {
  const whole = signedText(request, signature, payloadHash, signsPathAsSent);
  if (!tokenMayBeUnsigned || signature.place !== "query" || signature.sessionToken === undefined) return [whole];
  const rawQuery = request.rawQuery
    .split("&")
    .filter((pair) => !/^x-amz-security-token=/i.test(pair))
    .join("&");
  return [whole, signedText({ ...request, rawQuery }, signature, payloadHash, signsPathAsSent)];
}

/**
 * This machine has several names, and a port that is led to it from elsewhere another number: a link that was made for one is opened by the other, and a signature for any
 * of them holds. In `open` mode only, in which nobody but this machine is answered.
 */
function* withSameHost(
  texts: readonly SignedText[],
  request: HttpRequest,
  signature: Signature,
  payloadHash: string,
  habits: Target["habits"],
): Generator<SignedText> {
  yield* texts;
  if (signature.place !== "query") return;
  const { host = "" } = request.headers;
  const [, name = "", port = ""] = /^(.*?)(:\d{1,5})?$/.exec(host) ?? [];
  const names = loopbackNames.includes(name) ? loopbackNames : [name];
  const ports = new Set([port, "", ...customaryPorts]);
  for (const otherName of names) {
    for (const otherPort of ports) {
      const headers = { ...request.headers, host: otherName + otherPort };
      if (headers.host !== host) yield* textsOf({ ...request, headers }, signature, payloadHash, habits);
    }
  }
}

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];
const customaryPorts = [":4566", ":443"];
const customaryKey: HeldCredentials = { secretAccessKey: "test", expired: false };

type HeldCredentials = Pick<FoundCredentials, "secretAccessKey" | "expired" | "isRevoked">;

interface Verification {
  readonly target: Target;
  readonly signature: Signature;
  /** What should have been signed: one of these. */
  readonly texts: () => Iterable<SignedText>;
  readonly found: HeldCredentials | undefined;
  readonly key: Buffer | undefined;
}

function toSignedText(stringToSign: string): SignedText {
  return { stringToSign, canonicalRequest: undefined };
}
