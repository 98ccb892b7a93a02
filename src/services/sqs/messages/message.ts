/** One message as it is stored. */
export interface StoredMessage {
  /** Its place in the queue's order. */
  readonly seq: number;
  readonly id: string;
  /** It can be received from this time on: it is delayed until then, or in flight. */
  readonly visibleMs: number;
  /** How often it has been received. */
  readonly receives: number;
  readonly sentMs: number;
  readonly firstReceivedMs: number | undefined;
  readonly receivedMs: number | undefined;
  readonly groupId: string | undefined;
  readonly body: string;
  readonly details: MessageDetails;
}

/** What its sender said of it, and what was computed then. JSON. */
export interface MessageDetails {
  readonly md5: string;
  readonly senderId: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  /** Only of all attributes together: it is computed anew for some of them. */
  readonly attributesMd5?: string;
  readonly traceHeader?: string;
  readonly deduplicationId?: string;
  /** The queue from which it came to its dead-letter queue. */
  readonly deadLetterSource?: string;
}

/** Binary values in base64. */
export interface MessageAttribute {
  readonly type: string;
  readonly string?: string;
  readonly binary?: string;
}

/** A message that is to be put into a queue. */
export interface NewMessage {
  readonly id: string;
  readonly body: string;
  readonly details: MessageDetails;
  readonly groupId: string | undefined;
  /** When it was sent: what comes from elsewhere has been sent before. */
  readonly sentMs: number;
  readonly delayMs: number;
  /** Receives of it in the queue that it comes from: a dead-letter queue goes on counting. */
  readonly receives?: number;
}
