import type { ServiceHost } from "../../service.ts";
import { NotReachableError, requestOutside } from "../../targets/outside-request.ts";
import { limits } from "../limits.ts";
import type { Outcome } from "./delivery.ts";

export interface HttpPost {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Posts to endpoints that people have named (`targets/outside-request.ts`), a bounded number of requests at the same time. */
export class HttpClient {
  readonly #host: Pick<ServiceHost, "clock" | "config" | "log">;
  readonly #perHost = new Map<string, number>();
  readonly #stopping = new AbortController();
  #requests = 0;

  constructor(host: Pick<ServiceHost, "clock" | "config" | "log">) {
    this.#host = host;
  }

  /** Whether one more request to the endpoint may begin now. */
  hasRoom(endpoint: string): boolean {
    const { host } = new URL(endpoint);
    return this.#requests < limits.httpRequests && (this.#perHost.get(host) ?? 0) < limits.httpRequestsPerHost;
  }

  /** Never rejects. Source: "Amazon SNS message delivery retries": what the endpoint refuses with 4xx, but for 429, is refused for good. */
  async post(endpoint: string, post: HttpPost): Promise<Outcome> {
    const url = new URL(endpoint);
    const { host } = url;
    this.#requests++;
    this.#perHost.set(host, (this.#perHost.get(host) ?? 0) + 1);
    try {
      const { status, body } = await this.#request(url, post);
      return judge(status, body);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const kind = error instanceof NotReachableError ? "never" : "later";
      return { kind, reason, statusCode: 0, providerResponse: JSON.stringify({ ErrorMessage: reason }) };
    } finally {
      this.#requests--;
      const left = (this.#perHost.get(host) ?? 1) - 1;
      if (left > 0) this.#perHost.set(host, left);
      else this.#perHost.delete(host);
    }
  }

  stop(): void {
    this.#stopping.abort(new Error("the server stops"));
  }

  async #request(url: URL, { body, headers }: HttpPost): Promise<{ readonly status: number; readonly body: string }> {
    const answer = await requestOutside(this.#host, {
      url,
      method: "POST",
      headers: {
        ...headers,
        "user-agent": "Amazon Simple Notification Service Agent",
        "accept-encoding": "gzip,deflate",
        ...(url.username !== "" && { authorization: authorizationOf(url) }),
      },
      body,
      timeoutMs: limits.httpTimeoutMs,
      answerBytes: limits.httpAnswerBytes,
      signal: this.#stopping.signal,
    });
    return { status: answer.status, body: answer.body.toString() };
  }
}

function judge(statusCode: number, body: string): Outcome {
  const providerResponse = body.slice(0, 1_000);
  if (statusCode >= 200 && statusCode < 300) return { kind: "delivered", statusCode, providerResponse };
  const kind = statusCode === 429 || statusCode >= 500 || statusCode < 200 ? "later" : "never";
  return { kind, reason: `the endpoint answered ${statusCode}`, statusCode, providerResponse };
}

function authorizationOf({ username, password }: URL): string {
  return `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64")}`;
}
