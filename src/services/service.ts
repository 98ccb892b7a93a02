import type { Readable } from "node:stream";
import type { AwsError } from "../platform/aws-error.ts";
import type { Effect, Firing, ForeseenTimer, Migration, PartitionKey, TimerKind } from "../storage/database.ts";
import type { DeviceProtocol } from "./device-protocol.ts";
import type { ServiceModels, ServiceName } from "./models.ts";
import type { Principal } from "./principal.ts";
import type { CallInput, CallOutput, OperationInput, OperationName, OperationOutput } from "./sdk-types.ts";
import type { Admission, CallOptions, Place, ServiceHost } from "./service-host.ts";
import type { Surface } from "./surface.ts";
import type { Verdict } from "./targets/verdict.ts";
import type { WireHabits } from "./wire-habits.ts";

// What the author of a service needs is had from here, wherever it is declared.
export type { CallInput, CallOutput, ErrorName, OperationInput, OperationName, OperationOutput } from "./sdk-types.ts";
export type { Admission, CallOptions, Place, ServiceCall, ServiceConfig, ServiceHost } from "./service-host.ts";

/**
 * One AWS service, as data: what it stores, what it can do and what it does by itself. `Model` is the SDK package, so the
 * compiler checks each operation's name, input and output; `State` is whatever lives as long as the server does.
 */
export interface ServiceDefinition<Model, State> {
  readonly name: ServiceName;
  readonly migrations: readonly Migration[];
  /** What there is, each loaded when it is first called: `generated/operations.ts`, made of what is in the folder `operations/`. */
  readonly operations: OperationLoaders<Model, State>;
  readonly access: AccessRules<Model>;
  /** The operations that go on while the disk is full. */
  readonly needsNoSpace?: NeedsNoSpace<Model>;
  /** Makes the state, before the first request. No I/O: `start` is for that. */
  readonly create: (host: ServiceHost) => State;
  /** After every service's state exists and storage is open: resumes what a stop interrupted. */
  readonly start?: (state: State, host: ServiceHost) => Promise<void>;
  /** Whether something that events have set going is under way, for those who move the clock and want to see what comes of it. */
  readonly isBusy?: (state: State) => boolean;
  /** Lets work in progress finish; after it, no timer or process of the service is left. */
  readonly stop?: (state: State) => Promise<void>;
  /** Forgets all in memory; storage is emptied by the caller afterwards, and then `start` is called again. */
  readonly reset?: (state: State) => Promise<void>;
  /** The names of all blobs that its rows name, for the sweep of those that nothing names. Needed if it writes any. */
  readonly blobs?: (host: ServiceHost) => AsyncIterable<string>;
  /** What a resource's own rules say to a page of another origin. A service without it has no such rules. */
  readonly crossOrigin?: (request: CrossOriginRequest, state: State) => Promise<CrossOriginVerdict>;
  /** What its wire does otherwise than others. */
  readonly wire?: WireHabits;
  /** What it answers beside AWS's API, in the order in which they are asked whether a request is theirs. */
  readonly surfaces?: readonly Surface<State>[];
  /** Whether a host that is none of ours is one of its users' own: then requests for it are let in, and certificates made. Asked of every such request. */
  readonly servesHost?: (host: string, state: State) => Promise<boolean>;
  /** Who vouches for the clients of such a host (PEM), the same text until it changes; undefined where anybody may come. Asked for each handshake. */
  readonly clientAuthorities?: (host: string, state: State) => Promise<string | undefined>;
  /** What it speaks with devices, which is no HTTP. */
  readonly devices?: DeviceProtocol<State>;
  /** Bytes of a request's body, unpacked, of operations that may have more than 2 MiB. One that takes a stream has a limit of its own. */
  readonly requestBytes?: { readonly [N in OperationName<Model>]?: number };
  /** Told of each request from outside when its answer is ready to go. Must be quick, and must not throw. */
  readonly answered?: (request: AnsweredRequest, state: State) => void;
  /** Its effects, by their name: the topic without `service.`. */
  readonly effects?: Readonly<Record<string, EffectKind<State>>>;
  /** What it does later, by its timers' names: the kind without `service.`. Operations set them by `tx.setTimer`. */
  readonly timers?: Readonly<Record<string, ServiceTimer<State>>>;
  /** A resource of it, by its ARN, is about to be used: it may make something ready. Must not throw; nothing may hang on it. */
  readonly foreseen?: (arn: string, state: State) => void;
  /** Squall's own paths beside AWS's operations, by what follows `POST /_squall/`. They answer in `open` mode only. */
  readonly control?: Readonly<Record<string, ControlReceiver<State>>>;
  /** Likewise, of those that answer in `enforce` mode, too: each asks its caller to prove that it is the server's user, before anything else. */
  readonly userControl?: Readonly<Record<string, ControlReceiver<State>>>;
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds services of every model.
export type AnyService = ServiceDefinition<any, any>;

export function defineService<Model, State = undefined>(
  definition: ServiceDefinition<Model, State>,
): ServiceDefinition<Model, State> {
  return definition;
}

/**
 * What goes on while the disk is full: what reads, what gives room back (with the room that is held back for it), and what adds nothing, or gives back, by some inputs.
 * All others, and so whatever a newcomer adds and says nothing of, are refused then, before they begin, so that they change nothing.
 */
export type NeedsNoSpace<Model> = {
  readonly [N in OperationName<Model>]?:
    | "reads"
    | "givesBack"
    | ((input: Readonly<Record<string, unknown>>) => boolean | "givesBack");
};

/** Called at least once for each effect. One that rejects is called again later, as for the verdict `later`. */
export type EffectReceiver<State> = (
  effect: Effect,
  from: PartitionKey,
  context: EffectContext<State>,
) => Promise<Verdict>;

export interface EffectKind<State> {
  readonly receive: EffectReceiver<State>;
  /** Effects of one partition that give the same text are delivered in their order; without it, in any. */
  readonly order?: (effect: Effect) => string;
  /** Effects of one partition that are delivered at the same time, those of one order still one by one; one without it. */
  readonly atOnce?: number;
}

export interface ServiceTimer<State> extends Omit<TimerKind, "fire" | "foresee"> {
  readonly fire: (firing: Firing, context: EffectContext<State>) => Promise<void>;
  /** As a timer's kind has it. */
  readonly foresee?: {
    readonly byMs: number;
    readonly tell: (timer: ForeseenTimer, context: EffectContext<State>) => Promise<void>;
  };
  /** When it fires next, for what is done again and again whatever is stored (`timers/repeated.ts`): the first start sets it. */
  readonly repeats?: (nowMs: number) => number;
}

export interface CrossOriginVerdict {
  /** Whether the resource has rules at all. */
  readonly hasRules: boolean;
  /** Those that let the page see the answer; undefined if no rule lets the request pass. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** What a preflight is then answered with. */
  readonly refusal?: AwsError;
}

/** A request that a browser makes for a page of another origin, or is about to make. */
export interface CrossOriginRequest {
  /** What has the rules: a bucket's name. */
  readonly resource: string;
  /** Whether all of it is asked for, and not something in it. */
  readonly isWhole: boolean;
  readonly origin: string;
  readonly method: string;
  /** Those a preflight asks for, in lower case. */
  readonly headers: readonly string[];
}

/** A request from outside and its answer, as access logs tell of them. */
export interface AnsweredRequest {
  readonly operation: string;
  /** Decoded; empty for a request that could not be. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Undefined where nobody could be made out. */
  readonly principal: Principal | undefined;
  /** That of the request; undefined where it could not be made out. */
  readonly region?: string | undefined;
  readonly requestId: string;
  readonly method: string;
  /** Path and query, as they came. */
  readonly uri: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIp: string;
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly bytesSent: number;
  readonly totalMs: number;
}

export interface EffectContext<State> {
  readonly state: State;
  readonly host: ServiceHost;
}

/** `body` is the request's JSON, unchecked. Throws AwsError, whose message the caller is told. */
export type ControlReceiver<State> = (body: unknown, context: ControlContext<State>) => Promise<ControlAnswer>;

/** One JSON object, or lines of JSON as they come: if the client goes before the end, the stream is destroyed. */
export type ControlAnswer = Readonly<Record<string, unknown>> | Readable;

export interface ControlContext<State> extends EffectContext<State> {
  /** Aborted when the server is to stop: streams end then. */
  readonly stopping: AbortSignal;
}

export type ActionOf = (input: Readonly<Record<string, unknown>>) => string;

type Input = Readonly<Record<string, unknown>>;

/** What a member needs if it is given (not `false`, not empty): an action on the operation's own resource, or what a function makes of the value, which may look up more. */
export type FurtherRule =
  | string
  | ((value: unknown, input: Input, context: OperationContext) => Further | Promise<Further>);

type Further = FurtherPermission | readonly FurtherPermission[] | undefined;

/** A permission beside the operation's own. */
export type FurtherPermission =
  /** Whatever another operation of the service needs, on an input of its own. */
  | { readonly operation: string; readonly input: Input }
  | {
      readonly action: string;
      /** An ARN whose own policy does not count; the operation's resource without it. */
      readonly resource?: string;
      /** Without it the one that the ARN names. */
      readonly resourceAccount?: string;
      readonly conditions?: Readonly<Record<string, readonly string[]>>;
    };

/** How IAM sees the service's operations. Source: the service's page in the "Service Authorization Reference". */
export interface AccessRules<Model> {
  /** The prefix of its actions: `lambda`, `logs`. */
  readonly prefix: string;
  /** The action of an operation where it is not `prefix:Operation`; it may depend on the input (an object's version). */
  readonly actions?: { readonly [N in OperationName<Model>]?: string | ActionOf };
  /**
   * The permissions that a call needs beside its own, by the member of its input that asks for more: an ACL, tags, a lock, a role that is passed on.
   * A member in a structure is named by its path. Whoever adds an operation says here what its members need; a test knows the kinds.
   */
  readonly also?: { readonly [N in OperationName<Model>]?: Readonly<Record<string, FurtherRule>> };
  /** The ARN an operation acts on, or `*`. `input` is the decoded input. It may look up what the input does not tell. */
  readonly resource: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    at: OperationContext,
  ) => string | Promise<string>;
  /**
   * The service's own condition keys, in lower case: `sts:externalid`, `s3:prefix`, and those of the resource's tags. It may look up what the input
   * does not tell. `at` is a call of this service, with its state.
   */
  readonly conditions?: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    host: ServiceHost,
    at: OperationContext,
  ) => Record<string, readonly string[]> | Promise<Record<string, readonly string[]>>;
  /**
   * The account that owns the resource, for ARNs that do not say it (`arn:aws:s3:::BUCKET`). Without it, or if it gives
   * undefined, the ARN's account or else the caller's.
   */
  readonly resourceAccount?: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    host: ServiceHost,
  ) => Promise<string | undefined>;
  /**
   * What AWS answers to callers of a kind that may not call this at all, whatever their policies allow: sessions of GetSessionToken and
   * GetFederationToken, to IAM.
   */
  readonly refusal?: (operation: string, principal: Principal) => AwsError | undefined;
  /** Operations that AWS authorizes item by item: each asks `context.authorize` itself, there is no check before it. */
  readonly selfChecked?: readonly OperationName<Model>[];
  /** The resource's own policy (JSON), where it has one. `at` is a call of this service, with its state. */
  readonly resourcePolicy?: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    at: OperationContext,
    host: ServiceHost,
  ) => Promise<string | undefined>;
}

/** One call of one operation. */
export interface OperationContext<State = unknown> extends Place {
  readonly requestId: string;
  readonly principal: Principal;
  readonly state: State;
  readonly host: ServiceHost;
  /** Where the request came from. An internal call has an empty one. */
  readonly request: RequestFacts;
  /** Response headers that the model does not have. */
  readonly responseHeaders: Record<string, string>;
  /** The status of a success where it is another than the model's: S3 answers one operation with several. */
  responseStatus: number | undefined;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly deduplicationId?: string;
  /** Of a call between services that may only take what there is room for. */
  readonly admission?: Admission;
  /**
   * Checks a permission beyond the operation's own: another operation of the same service on its own input (a copy's source is
   * a GetObject, each key of DeleteObjects a DeleteObject). Rejects as the operation itself would.
   */
  authorize(operation: string, input: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * The refusal with which the caller would meet another operation of the same service, if it would: of what an answer tells only those who may
   * ask for it by itself (an object's lock, a function's tags). Nothing is refused or reported by it; in `open` mode there is none.
   */
  refusalOf(operation: string, input: Readonly<Record<string, unknown>>): Promise<AwsError | undefined>;
  /** `host.call` with this call's account, region and principal. */
  call<S extends ServiceName, N extends OperationName<ServiceModels[S]>>(
    service: S,
    operation: N,
    input: CallInput<ServiceModels[S], N>,
    as?: Partial<CallOptions>,
  ): Promise<CallOutput<ServiceModels[S], N>>;
}

export interface RequestFacts {
  /** HTTP's; undefined for an internal call. */
  readonly method?: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIp: string;
  /** The base URL the client used (`http://localhost:4566`), for URLs in answers. */
  readonly endpoint: string;
  /** How it is signed, and for which region (version 2 says none); undefined for an unsigned request and an internal call. */
  readonly signature?: SignatureFacts | undefined;
  /** Facts that only an S3 body's framing tells: checksums of its trailer, complete once the body has been read. */
  readonly trailers: () => Readonly<Record<string, string>>;
}

export interface SignatureFacts {
  readonly version: "v4" | "v4a" | "v2";
  /** A presigned URL has it in its query. */
  readonly place: "header" | "query" | "form";
  /** Empty where the signature names none. */
  readonly region: string;
}

export type Operation<Model, N extends OperationName<Model>, State = unknown> = (
  input: OperationInput<Model, N>,
  context: OperationContext<State>,
) => Promise<OperationOutput<Model, N>>;

export type OperationLoaders<Model, State> = {
  readonly [N in OperationName<Model>]?: () => Promise<Operation<Model, N, State>>;
};
