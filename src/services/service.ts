import type { Readable } from "node:stream";
import type { Cluster } from "../cluster/cluster.ts";
import type { AwsError } from "../platform/aws-error.ts";
import type { AdjustableClock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Random } from "../platform/random.ts";
import type { BlobLinks } from "../storage/blobs/blob-links.ts";
import type { BlobStore } from "../storage/blobs/blob-store.ts";
import type { Database, Effect, Migration, PartitionKey } from "../storage/database.ts";
import type { AccessControl } from "./access-control.ts";
import type { ServiceModels, ServiceName } from "./models.ts";
import type { Principal } from "./principal.ts";
import type { Surface } from "./surface.ts";
import type { Verdict } from "./verdict.ts";

/**
 * One AWS service, as data: what it stores, what it can do and what it does by itself. `Model` is the SDK package, so the
 * compiler checks each operation's name, input and output; `State` is whatever lives as long as the server does.
 */
export interface ServiceDefinition<Model, State> {
  readonly name: ServiceName;
  readonly migrations: readonly Migration[];
  readonly operations: Operations<Model, State>;
  readonly access: AccessRules<Model>;
  /** Makes the state, before the first request. No I/O: `start` is for that. */
  readonly create: (host: ServiceHost) => State;
  /** After every service's state exists and storage is open: resumes what a stop interrupted. */
  readonly start?: (state: State, host: ServiceHost) => Promise<void>;
  /** Lets work in progress finish; after it, no timer or process of the service is left. */
  readonly stop?: (state: State) => Promise<void>;
  /** Forgets all in memory; storage is emptied by the caller afterwards, and then `start` is called again. */
  readonly reset?: (state: State) => Promise<void>;
  /** The names of all blobs that its rows name, for the sweep of those that nothing names. Needed if it writes any. */
  readonly blobs?: (host: ServiceHost) => AsyncIterable<string>;
  /** What a resource's own rules say to a page of another origin. A service without it has no such rules. */
  readonly crossOrigin?: (request: CrossOriginRequest, state: State) => Promise<CrossOriginVerdict>;
  /** What it answers beside AWS's API, in the order in which they are asked whether a request is theirs. */
  readonly surfaces?: readonly Surface<State>[];
  /** Bytes of a request's body, unpacked, of operations that may have more than 2 MiB. One that takes a stream has a limit of its own. */
  readonly requestBytes?: { readonly [N in OperationName<Model>]?: number };
  /** Told of each request from outside when its answer is ready to go. Must be quick, and must not throw. */
  readonly answered?: (request: AnsweredRequest, state: State) => void;
  /** Its effects, by their name: the topic without `service.`. */
  readonly effects?: Readonly<Record<string, EffectKind<State>>>;
  /** Squall's own paths beside AWS's operations, by what follows `POST /_squall/`. They answer in `open` mode only. */
  readonly control?: Readonly<Record<string, ControlReceiver<State>>>;
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds services of every model.
export type AnyService = ServiceDefinition<any, any>;

export function defineService<Model, State = undefined>(
  definition: ServiceDefinition<Model, State>,
): ServiceDefinition<Model, State> {
  return definition;
}

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
}

export interface CrossOriginVerdict {
  /** Whether the resource has rules at all. */
  readonly hasRules: boolean;
  /** Those that let the page see the answer; undefined if no rule lets the request pass. */
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** A request that a browser makes for a page of another origin, or is about to make. */
export interface CrossOriginRequest {
  /** What has the rules: a bucket's name. */
  readonly resource: string;
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

/** What a member needs if it is given (not `false`, not empty): an action on the operation's own resource, or what a function makes of the value. */
export type FurtherRule =
  | string
  | ((
      value: unknown,
      input: Input,
      context: OperationContext,
    ) => FurtherPermission | readonly FurtherPermission[] | undefined);

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
  /** The service's own condition keys, in lower case: `sts:externalid`, `s3:prefix`. It may look up what the input does not tell. */
  readonly conditions?: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    host: ServiceHost,
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
  /** The resource's own policy (JSON), where it has one. */
  readonly resourcePolicy?: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    at: Place,
    host: ServiceHost,
  ) => Promise<string | undefined>;
}

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** What Squall gives a service; what concerns other servers on the same database is in `Cluster`. */
export interface ServiceHost extends Cluster {
  readonly config: ServiceConfig;
  readonly storage: Database;
  readonly blobs: BlobStore;
  readonly links: BlobLinks;
  readonly clock: AdjustableClock;
  readonly random: Random;
  readonly log: Log;
  readonly access: AccessControl;
  /** Calls an operation of any service through the same table and the same IAM check as a request from outside. */
  readonly call: ServiceCall;
}

export interface ServiceConfig {
  readonly accountId: string;
  readonly auth: "open" | "enforce";
  /** The base URL this server is reached at, without a trailing slash. Known once it listens. */
  readonly endpoint: () => string;
  /** A directory of this server alone, for sockets and mounts; emptied at start. */
  readonly runDir: string;
  readonly dataDir: string;
  /** Squall's own files: runtimes and generated data. */
  readonly installDir: string;
  /** A directory shared by all servers of this user, for what is installed once (boto3 for the runtimes). */
  readonly cacheDir: string;
}

export type ServiceCall = <S extends ServiceName, N extends OperationName<ServiceModels[S]>>(
  service: S,
  operation: N,
  input: CallInput<ServiceModels[S], N>,
  as: CallOptions,
) => Promise<CallOutput<ServiceModels[S], N>>;

export interface CallOptions extends Place {
  readonly principal: Principal;
  /** ARN of the resource on whose behalf a service calls (`aws:SourceArn`). */
  readonly sourceArn?: string;
  /** The account of that resource (`aws:SourceAccount`). */
  readonly sourceAccount?: string;
  /** Carries an effect's id, so that a repeated delivery is recognised by the receiver. */
  readonly deduplicationId?: string;
  /** The `X-Amzn-Trace-Id` of what led to this call, by which Lambda knows a loop. */
  readonly traceId?: string;
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

export type Operations<Model, State> = { readonly [N in OperationName<Model>]?: Operation<Model, N, State> };

export type OperationName<Model> = {
  [K in keyof Model]: K extends `${infer N}Command` ? (N extends "$" | "" ? never : N) : never;
}[keyof Model] &
  string;

type Command<Model, N extends string> = `${N}Command` extends keyof Model ? Model[`${N}Command`] : never;
// Inference over any constructor and method.
// biome-ignore lint/suspicious/noExplicitAny: `unknown` would not accept the SDK's narrower parameters.
type Anything = any;
// The constructors are overloaded where all members are optional, so the input is read off the instance.
type RawInput<C> = C extends abstract new (...a: Anything) => { input: infer I } ? I : never;
type RawOutput<C> = C extends new (
  ...a: Anything
) => { resolveMiddleware(...a: Anything): (...a: Anything) => Promise<{ output: infer O }> }
  ? O
  : never;

type Bytes = Uint8Array | string;
type InputValue<V> = [Uint8Array] extends [V]
  ? [ArrayBuffer] extends [V]
    ? Buffer
    : [Readable] extends [V]
      ? Readable
      : Buffer
  : V;
type OutputValue<V> = V extends { transformToByteArray(): unknown }
  ? Readable | Bytes
  : V extends Uint8Array
    ? Bytes
    : V;

// biome-ignore lint/complexity/noBannedTypes: `{}` is the test for an optional member.
type IsOptional<T, K extends keyof T> = {} extends Pick<T, K> ? true : false;

/** What an operation receives: required members are there, blobs are Buffers, streams are Readables. */
export type OperationInput<Model, N extends string> =
  RawInput<Command<Model, N>> extends infer T
    ? {
        readonly [K in keyof T]: IsOptional<T, K> extends true
          ? InputValue<Exclude<T[K], undefined>> | undefined
          : InputValue<Exclude<T[K], undefined>>;
      }
    : never;

/** What an operation gives back: the SDK's output without `$metadata`; blobs as bytes or text, streams as Readable or bytes. */
export type OperationOutput<Model, N extends string> =
  RawOutput<Command<Model, N>> extends infer T
    ? { [K in keyof T as K extends "$metadata" ? never : K]: OutputValue<T[K]> }
    : never;

/** What is to be streamed may be given whole. */
type StreamText<V> = [V] extends [Readable] ? Bytes : never;

/** An internal call's input: what the operation receives, with optional members left out. */
export type CallInput<Model, N extends string> =
  RawInput<Command<Model, N>> extends infer T
    ? {
        readonly [K in keyof T]: Exclude<T[K], undefined> extends infer V
          ? InputValue<V> | StreamText<InputValue<V>> | (IsOptional<T, K> extends true ? undefined : never)
          : never;
      }
    : never;

export type CallOutput<Model, N extends string> = OperationOutput<Model, N>;

type ErrorConstructor = abstract new (options: never) => Error & { $fault: "client" | "server" };
export type ErrorName<Model> = {
  [K in keyof Model]: Model[K] extends ErrorConstructor ? (K extends `${string}ServiceException` ? never : K) : never;
}[keyof Model] &
  string;
