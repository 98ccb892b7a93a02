import type { AnswerHeaders } from "../../http-proxy/answer-headers.ts";
import type { StreamedBody } from "./streamed-body.ts";

/** What goes to the client, before the API's own headers. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** Empty where it is streamed. */
  readonly body: Buffer;
  /** Of an integration whose answer goes out as it comes. */
  readonly streamed?: StreamedBody;
  /** What the integration answered, and how long it took. */
  readonly integration?: IntegrationFacts | undefined;
  /** Of a method whose answers are kept. */
  readonly cache?: "hit" | "miss";
}

export interface IntegrationFacts {
  readonly status: number;
  readonly latencyMs: number;
  /** Of a streamed answer, since the integration was asked. */
  readonly firstContentMs?: number | undefined;
  readonly headersMs?: number;
}
