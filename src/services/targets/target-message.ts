/** What a target is told; each kind of target takes what it has a place for. JSON, so that it can be kept. */
export interface TargetMessage {
  /** The event: a function's event, a message's body, a bus event's detail, an object's bytes. JSON as a rule. */
  readonly body: string;
  /** Of a notification. */
  readonly subject?: string;
  /** Of a message or a notification: texts, or numbers as texts. */
  readonly attributes?: Readonly<
    Record<string, { readonly DataType: "String" | "Number"; readonly StringValue: string }>
  >;
  /** For FIFO queues and topics. */
  readonly groupId?: string;
  /** Of a bus event. */
  readonly event?: { readonly source: string; readonly detailType: string; readonly resources: readonly string[] };
  /** Of an object. */
  readonly object?: { readonly key: string; readonly contentType: string };
  /** For a log group: what is written in place of the body, and as of when. */
  readonly logEvent?: { readonly timestampMs: number; readonly message: string } | undefined;
  /** Which shard of a stream. */
  readonly partitionKey?: string;
}
