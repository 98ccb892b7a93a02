import type { Action } from "@aws-sdk/client-iot";
import type { MessageFacts } from "../rule-sql/message-facts.ts";
import type { SqlVersion } from "../rule-sql/syntax.ts";
import type { FilledAction } from "./fill-action.ts";

/** JSON. What a delivery of a rule is about: one action for one message. */
export interface RuleDelivery {
  readonly rule: string;
  readonly action: FilledAction;
  /** What the action gets: the statement's output, in base64. */
  readonly output: string;
  /** How many rules the message had come through before. */
  readonly republished?: number | undefined;
  /** Where the action fails for good; not kept where the rule has no error action. */
  readonly onError: OnError | undefined;
  /** An error action itself, whose templates are filled when it is carried out. */
  readonly isErrorAction?: true;
}

export interface OnError {
  readonly action: Action;
  readonly sql: string;
  readonly sqlVersion: SqlVersion;
  /** The message as it was. */
  readonly facts: Omit<MessageFacts, "payload">;
  readonly payload: string;
}

export interface Failure {
  readonly failedAction: string;
  readonly failedResource: string;
  readonly errorMessage: string;
}

/** What an error action gets. Source: "Error handling (error action)". */
export function toErrorOutput(rule: string, { facts, payload }: OnError, failures: readonly Failure[]): Buffer {
  return Buffer.from(
    JSON.stringify({
      ruleName: rule,
      topic: facts.topic,
      cloudwatchTraceId: facts.traceId,
      clientId: facts.clientId ?? "N/A",
      base64OriginalPayload: payload,
      sourceIp: facts.sourceIp,
      failures,
    }),
  );
}
