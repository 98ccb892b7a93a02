import type { AwsError } from "../platform/aws-error.ts";
import type { Random } from "../platform/random.ts";
import type { RequestHead, SignedHead } from "../platform/request-head.ts";
import type { RestHabits } from "../platform/rest-habits.ts";
import type { AuthErrors } from "./signature/auth-errors.ts";
import type { FormFacts } from "./signature/form-facts.ts";
import type { Signature } from "./signature/signature.ts";

/**
 * What a service's wire does otherwise than AWS's services have in common. The gateway goes by these and knows no service by name; what is left out
 * is as it is in the family of its protocol.
 */
export interface WireHabits {
  /** How a request is called, and under which names its answer says so. Without it a UUID, in `x-amzn-RequestId`. */
  readonly requestIds?: {
    readonly create: (random: Random) => string;
    readonly headers: (requestId: string) => Readonly<Record<string, string>>;
  };
  /** Headers that an answer has for its body: a checksum. */
  readonly headersOfBody?: (body: string | Uint8Array) => Readonly<Record<string, string>>;
  /** The code of a fault of ours. */
  readonly faultCode?: string;
  /** Errors of forms end in an element for details, which is empty. */
  readonly hasErrorDetail?: true;
  /** What all services share (what isn't built, too many requests) in the service's own words. */
  readonly reword?: (error: AwsError) => AwsError;
  /** How it refuses a caller. */
  readonly authErrors?: AuthErrors;
  /** Throws for a request whose authentication is not of the form that the service takes, in its own order. */
  readonly checkSignatureForm?: (facts: FormFacts) => void;
  /** Whether somebody who does not sign may call it, whom then its access rules let in or not; `action` where the protocol names one. */
  readonly mayBeUnsigned?: (action: string | undefined) => boolean;
  /** Signatures cover the path as it stands in the URL. All others encode it once more, without dots and double slashes. */
  readonly signsPathAsSent?: true;
  /** A session's token may be put behind a presigned URL that was signed without it. */
  readonly tokenMayBeUnsigned?: true;
  /** It takes signatures of version 2, over one of these texts. `resource` is the host's. */
  readonly textsOfV2?: (request: SignedHead, signature: Signature, resource: string | undefined) => readonly string[];
  /** Answers that are ready in one turn of the event loop go out at its end: of a service whose answers wait for nothing else. */
  readonly answersTogether?: true;
  /** Bodies may be framed (aws-chunked) and unsigned, and have digests beside the signature's. Without it a body is what its signature covers. */
  readonly bodies?: BodyHabits;
  /** Operations whose stream may come without a signature over it, by the service's model. S3's `bodies` say it of all of them. */
  readonly unsignedBodies?: ReadonlySet<string>;
  /** The header that a parameter of a presigned URL stands for, and its value; undefined for any other parameter. */
  readonly hoisted?: (parameter: string, value: string) => readonly [header: string, value: string] | undefined;
  /** Names of hosts may begin with a resource's. */
  readonly virtualHosts?: VirtualHosts;
  /** Requests for these paths are its own, where they are not signed, or signed with a name that several services share. */
  readonly ownsPath?: (path: string) => boolean;
  /** Members of the input that a path of its own tells, for requests that leave them out: a queue's URL. Such a path names the service, too. */
  readonly inputOfPath?: (path: string, host: string) => Readonly<Record<string, unknown>> | undefined;
  /**
   * Actions that links in messages call: by GET, unsigned, without a version, and with a browser as well. What the link holds says who may, or the operation asks
   * for nothing.
   */
  readonly linkActions?: ReadonlySet<string>;
  /** It takes what is for no other service: any path. */
  readonly takesTheRest?: true;
  /** Whether a page of another origin, whom a resource's own rules let in, asks for no more than this resource. Needed beside `crossOrigin`. */
  readonly concernsOnly?: (request: RequestHead, resource: string, path: string) => boolean;
  readonly rest?: RestHabits;
}

export interface BodyHabits {
  /** Compares a body that has been collected with what the head and its trailers tell of it. */
  readonly checkDigests: (head: RequestHead, body: Uint8Array, headers: Readonly<Record<string, string>>) => void;
  /** For bytes that are not those whose hash was announced. */
  readonly wrongHash: (announced: string, computed: string) => AwsError;
}

export interface VirtualHosts {
  /** Whether a label of a host's name stands for the service; what is before it is the resource's name. */
  readonly isLabel: (label: string) => boolean;
  /** The region that such a label may end in. */
  readonly regionOf: (label: string) => string;
}
