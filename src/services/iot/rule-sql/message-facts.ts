import type { SqlVersion } from "./syntax.ts";
import type { Value } from "./value.ts";

/** What a message is to a statement, beside its payload. */
export interface MessageFacts {
  /** Without the prefix of Basic Ingest. */
  readonly topic: string;
  readonly payload: Buffer;
  /** Undefined for a message that was not sent over MQTT. */
  readonly clientId?: string | undefined;
  readonly principal?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly traceId?: string | undefined;
  /** Of MQTT 5, in the order in which they came. */
  readonly userProperties?: readonly (readonly [name: string, value: string])[] | undefined;
  /** Of MQTT 5, by AWS's names: `format_indicator`, `content_type`, `response_topic`, `correlation_data`. */
  readonly properties?: Readonly<Record<string, string>> | undefined;
}

/** A function that asks another service. */
export interface ExternalCall {
  readonly name: ExternalFunction;
  readonly args: readonly Value[];
}

export type ExternalFunction =
  | "aws_lambda"
  | "get_dynamodb"
  | "get_registry_data"
  | "get_secret"
  | "get_thing_shadow"
  | "machinelearning_predict";

/** What functions need of the rule and the server. */
export interface SqlSurroundings {
  readonly accountId: string;
  readonly nowMs: number;
  readonly uuid: () => string;
  /** From 0 up to 1. */
  readonly chance: () => number;
  /** Rejects if it cannot be asked: the rule's error action gets the reason. */
  readonly ask: (call: ExternalCall) => Promise<Value>;
}

/** One message on its way through one rule: what all its expressions share. */
export interface Evaluation extends SqlSurroundings {
  readonly message: MessageFacts;
  readonly version: SqlVersion;
  /** The payload as JSON, or itself as bytes. */
  readonly payload: Value;
  readonly variables: Readonly<Record<string, Value>>;
  /** What was answered, by the call's name and arguments. */
  readonly answers: ReadonlyMap<string, Value>;
  /** Counts what is done; throws SqlEvaluationError beyond the limit. */
  readonly spend: (steps: number, characters?: number) => void;
}
