import type { AnswerHeaders } from "../../http-proxy/answer-headers.ts";

/** What goes to the client, before the API's own headers. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: Buffer;
  /** What the integration answered, and how long it took. */
  readonly integration?: { readonly status: number; readonly latencyMs: number } | undefined;
  /** Of a method whose answers are kept. */
  readonly cache?: "hit" | "miss";
}
