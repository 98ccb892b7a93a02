import type { SignedHead } from "../../platform/request-head.ts";
import type { AuthErrors } from "./auth-errors.ts";
import type { Signature } from "./signature.ts";

/** How far the clock of who signs may be off. Source: "Authenticating Requests", and the SDKs' errors. */
export const longestSkewMs = 15 * 60 * 1000;
/** Of a presigned URL. */
export const longestPresignSeconds = 7 * 24 * 60 * 60;

/** What the form of a request's authentication is judged by. */
export interface FormFacts {
  readonly request: SignedHead;
  readonly target: SignedFor;
  /** Undefined for a request that carries none, or one of a kind that is not known. */
  readonly signature: Signature | undefined;
  /** In the families of services that word their refusals alike. */
  readonly errors: AuthErrors;
  /** By the machine's clock, which clients sign with. */
  readonly nowMs: number;
  /**
   * In `enforce` mode. In `open` mode any credentials pass, and scripts make up a header that only names a key and a service: of a header only
   * what AWS could not read is refused then. A presigned URL is judged whole in both.
   */
  readonly strict: boolean;
}

/** What a request is for, as far as its signature must say so, too. */
export interface SignedFor {
  readonly region: string;
  /** The region and the service that the host names, if it is one of AWS's names. */
  readonly hostRegion: string | undefined;
  readonly hostService: SigningNames | undefined;
  readonly facts: SigningNames;
}

export interface SigningNames {
  readonly signingNames: readonly string[];
}
