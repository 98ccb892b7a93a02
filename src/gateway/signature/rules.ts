import type { AuthErrors } from "../auth-errors.ts";
import type { HttpRequest } from "../http/http-request.ts";
import type { Target } from "../identify.ts";
import type { Signature } from "./signature.ts";

/** How far the clock of who signs may be off. Source: "Authenticating Requests", and the SDKs' errors. */
export const longestSkewMs = 15 * 60 * 1000;
/** Of a presigned URL. */
export const longestPresignSeconds = 7 * 24 * 60 * 60;

/** What the form of a request's authentication is judged by. */
export interface FormFacts {
  readonly request: HttpRequest;
  readonly target: Target;
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
