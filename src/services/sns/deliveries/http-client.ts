import type { IncomingMessage, RequestOptions } from "node:http";
import { http } from "../../../platform/node-http.ts";
import { loadHttps } from "../../../platform/node-https.ts";
import type { ServiceHost } from "../../service.ts";
import { type Address, lookUp, mayReach } from "../../targets/reachable.ts";
import { limits } from "../limits.ts";
import type { Outcome } from "./delivery.ts";

export interface HttpPost {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Posts to endpoints that people have named: with a time limit, a limit to what is read of the answer, no redirect, and a bounded number of requests at the same time.
 * Which addresses it may reach is said in `targets/reachable.ts`.
 */
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
    const address = await lookUp(url.hostname);
    if (!mayReach(url, address, this.#host.config))
      throw new NotReachableError(`${url.host} may not be reached from here`);
    const options = this.#options(url, address, { body, headers, signal: this.#stopping.signal });
    const { request } = url.protocol === "https:" ? loadHttps() : http;
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        void readAnswer(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
      });
      const timer = this.#host.clock.afterMachine(limits.httpTimeoutMs, () =>
        sent.destroy(new Error(`no answer within ${limits.httpTimeoutMs / 1000} seconds`)),
      );
      sent.on("error", reject);
      sent.on("close", () => timer.cancel());
      sent.end(body);
    });
  }

  #options(
    url: URL,
    { address, family }: Address,
    { body, headers, signal }: HttpPost & { signal: AbortSignal },
  ): RequestOptions {
    return {
      method: "POST",
      // The address that was judged is the one that is called.
      host: address,
      family,
      servername: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? undefined : url.port,
      path: `${url.pathname}${url.search}`,
      signal,
      agent: false,
      headers: {
        ...headers,
        Host: url.host,
        "Content-Length": Buffer.byteLength(body),
        "User-Agent": "Amazon Simple Notification Service Agent",
        "Accept-Encoding": "gzip,deflate",
        Connection: "close",
        ...(url.username !== "" && { Authorization: authorizationOf(url) }),
      },
    } as RequestOptions;
  }
}

class NotReachableError extends Error {
  override readonly name = "NotReachableError";
}

/** As much of an answer as logs have a place for. */
async function readAnswer(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limits.httpAnswerBytes) {
      response.destroy();
      break;
    }
  }
  return Buffer.concat(chunks).subarray(0, limits.httpAnswerBytes).toString("utf8");
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
