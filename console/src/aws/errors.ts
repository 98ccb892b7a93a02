/** The parts of an SDK error that the console shows. */
export interface AwsFailure {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
}

export function toFailure(error: unknown): AwsFailure {
  if (!(error instanceof Error))
    return { name: "Error", message: String(error), status: undefined, requestId: undefined };
  const { $metadata: metadata } = error as { $metadata?: { httpStatusCode?: number; requestId?: string } };
  const isUnreachable = error.name === "TypeError" && metadata === undefined && /fetch|network/i.test(error.message);
  return {
    name: isUnreachable ? "Squall does not answer" : error.name,
    message: isUnreachable
      ? `There is no answer from ${window.location.origin}.`
      : error.message || "No further details.",
    status: metadata?.httpStatusCode,
    requestId: metadata?.requestId,
  };
}

/** The server knows the request but has no such operation, or no such service: a page says so and stops asking. */
export function isNotImplemented(error: unknown): boolean {
  return error !== undefined && toFailure(error).status === 501;
}

export function isNotFound(error: unknown): boolean {
  const { status, name } = toFailure(error);
  return status === 404 || /NotFound|NoSuch|DoesNotExist/.test(name);
}

export function isDenied(error: unknown): boolean {
  const { status, name } = toFailure(error);
  return (
    status === 403 ||
    /AccessDenied|InvalidClientTokenId|SignatureDoesNotMatch|ExpiredToken|UnrecognizedClient/.test(name)
  );
}

export function isConflict(error: unknown): boolean {
  const { status, name } = toFailure(error);
  return status === 409 || /Conflict|AlreadyExists/.test(name);
}

/** The session's time is over. */
export function isExpired(error: unknown): boolean {
  return /^ExpiredToken/.test(toFailure(error).name);
}

/** What the user can do about an error, in a sentence; undefined where AWS's own text says it all. */
export function adviceFor(failure: AwsFailure): string | undefined {
  return advice.find(({ when }) => when.test(failure.name))?.say;
}

const advice: readonly { readonly when: RegExp; readonly say: string }[] = [
  {
    when: /^(AccessDenied|UnauthorizedOperation)/,
    say: "Your identity lacks a permission. Attach a policy that allows the action in IAM, or sign in as somebody who may.",
  },
  {
    when: /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch/,
    say: "These credentials are not valid here. Sign out in the account menu and sign in again.",
  },
  {
    when: /ResourceConflict|OperationAborted/,
    say: "Another change is in progress, or the name is taken. Wait a moment, or choose another name.",
  },
  {
    when: /NotFound|NoSuch|DoesNotExist/,
    say: "It may have been deleted, or it lives in another region or account: check the menus at the top.",
  },
  { when: /AlreadyExists|AlreadyOwned|EntityAlreadyExists/, say: "Choose another name, or open the one that exists." },
  { when: /DeleteConflict/, say: "Detach or delete what still depends on it first." },
  { when: /BucketNotEmpty/, say: "Empty the bucket first: its page has “Empty” under the list of buckets." },
  { when: /TooManyRequests|Throttling|LimitExceeded/, say: "A quota is reached. Wait a moment and try again." },
  { when: /does not answer/, say: "Is `npm start` still running? This page goes on by itself once it answers." },
];
