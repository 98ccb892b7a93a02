import type { ClientHttp2Session } from "node:http2";
import type { Clock } from "../../platform/clock.ts";
import { loadHttp2 } from "../../platform/node-http.ts";
import { PeerError } from "../cluster.ts";
import { peerLimits } from "./peer-limits.ts";
import { clientTls } from "./peer-tls.ts";

export interface PeerLinkParts {
  /** This node's id. */
  readonly self: string;
  readonly secret: Buffer;
  readonly clock: Clock;
}

/** The connection to one other node, made when it is needed and made anew when it is lost. */
export class PeerLink {
  readonly #parts: PeerLinkParts;
  readonly #node: string;
  readonly #address: string;
  #session: ClientHttp2Session | undefined;
  #waiting = 0;

  constructor(node: string, address: string, parts: PeerLinkParts) {
    this.#node = node;
    this.#address = address;
    this.#parts = parts;
  }

  /** Rejects with PeerError: `unreachable`, or `timeout`. */
  async post(
    path: string,
    body: string,
    timeoutMs: number,
  ): Promise<{ readonly status: number; readonly body: string }> {
    if (this.#waiting >= peerLimits.waiting)
      throw new PeerError("unreachable", `too much waits for node ${this.#node}`);
    this.#waiting += 1;
    try {
      return await this.#exchange(path, body, timeoutMs);
    } finally {
      this.#waiting -= 1;
    }
  }

  close(): void {
    this.#session?.destroy();
    this.#session = undefined;
  }

  #exchange(path: string, body: string, timeoutMs: number): Promise<{ status: number; body: string }> {
    const { self, clock } = this.#parts;
    return new Promise((resolve, reject) => {
      const session = this.#open();
      const stream = session.request({
        ":method": "POST",
        ":path": path,
        "squall-to": this.#node,
        "squall-from": self,
      });
      const fail = (reason: "unreachable" | "timeout", why: string) => {
        timer.cancel();
        reject(new PeerError(reason, `node ${this.#node} at ${this.#address}: ${why}`));
        if (!stream.destroyed) stream.close();
      };
      const timer = clock.afterMachine(timeoutMs, () => {
        fail("timeout", `no answer within ${timeoutMs} ms`);
        // A connection that is silent may be dead: the next message tries another.
        if (this.#session === session) this.#session = undefined;
        session.close();
      });
      let status = 0;
      let text = "";
      stream.setEncoding("utf8");
      stream.on("response", (headers) => {
        status = Number(headers[":status"]);
      });
      stream.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > peerLimits.answerCharacters) fail("unreachable", "the answer is too long");
      });
      stream.on("error", (error) => fail("unreachable", error.message));
      stream.on("close", () => fail("unreachable", "the connection was lost"));
      stream.on("end", () => {
        if (status === 0) return;
        timer.cancel();
        resolve({ status, body: text });
      });
      stream.end(body);
    });
  }

  #open(): ClientHttp2Session {
    if (this.#session && !this.#session.closed && !this.#session.destroyed) return this.#session;
    const session = loadHttp2().connect(`https://${this.#address}`, clientTls(this.#parts.secret));
    this.#session = session;
    const forget = () => {
      if (this.#session === session) this.#session = undefined;
    };
    session.on("error", forget);
    session.on("goaway", forget);
    session.on("close", forget);
    session.unref();
    return session;
  }
}
