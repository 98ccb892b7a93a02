/** A message that has been published, as it is kept until it is delivered. JSON. */
export interface Message {
  readonly id: string;
  readonly publishedMs: number;
  readonly subject?: string;
  /** What is delivered where no protocol has a text of its own. */
  readonly body: string;
  /** By protocol or platform: of a message whose structure is `json`. */
  readonly bodies?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** Of FIFO topics. */
  readonly sequenceNumber?: string;
  /** The `X-Amzn-Trace-Id` of who published it. */
  readonly traceId?: string;
}

/** Binary values in base64. */
export interface MessageAttribute {
  readonly type: string;
  readonly string?: string;
  readonly binary?: string;
}

/** What a protocol's subscribers get. */
export function bodyFor({ body, bodies }: Message, protocol: string): string {
  return bodies?.[protocol] ?? body;
}
