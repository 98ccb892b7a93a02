import type { AwsError } from "./aws-error.ts";
import type { RequestHead } from "./request-head.ts";

/**
 * How a service of REST finds its operations and words its refusals, where that is another way than the protocol's own. The service says it and the wire
 * does so; neither knows the other, so what they agree on stands here.
 */
export interface RestHabits {
  readonly paths?: PathHabits;
  /** What a path that no operation has is answered with. */
  readonly unknownPath?: (head: RequestHead) => AwsError;
  /** The first required member that is missing. Undefined where the operation itself says what comes of it. */
  readonly memberMissing: (missing: MissingMember) => AwsError | undefined;
  /** Members of every error beside those that it has itself: a second id of the request. */
  readonly errorFields: (requestId: string) => Readonly<Record<string, string>>;
  /** Errors stand in an element of their own, beside the ids. */
  readonly wrapsErrors?: true;
}

/** A service whose resources' names stand before the paths that its model has, and of whose query a part may choose the operation. */
export interface PathHabits {
  /** The input's member that is the path's first segment, or is named by the host. */
  readonly member: string;
  /** Which part of what a path leads to is meant (`?acl`); undefined for the whole. Throws for what cannot be asked for there. */
  readonly choose: (head: RequestHead, level: Level, methodsOf: MethodsOf) => string | undefined;
  /** What of its query an operation is chosen by: literals of its path, or parameters that it has. */
  readonly choiceOf: (literals: readonly string[], parameters: ReadonlySet<string>) => string | undefined;
  /** Throws for a request whose operation, once it is found, does not take what its query says. */
  readonly checkFound: (head: RequestHead, level: Level, parameters: ReadonlySet<string>) => void;
}

/** Where a path leads. */
export type Level = "service" | "bucket" | "object";

/** The methods that a choice has at a level. */
export type MethodsOf = (level: Level, choice: string) => ReadonlySet<string>;

export interface MissingMember {
  /** As the request would say it: a header's or parameter's name, else the member's. */
  readonly name: string;
  /** Not a member of the input itself. */
  readonly isNested: boolean;
  /** It would be the whole body: a text, or a document. */
  readonly payload: "text" | "document" | undefined;
}
