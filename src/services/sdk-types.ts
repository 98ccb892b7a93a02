import type { Readable } from "node:stream";

/** What an SDK package has commands for: `CreateFunction`. */
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
