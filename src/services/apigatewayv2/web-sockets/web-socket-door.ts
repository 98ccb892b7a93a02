import type { WebSocket } from "ws";
import type { ServedKeys } from "../../execute-api/api-keys/served-keys.ts";
import type { ServiceHost } from "../../service.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { limits } from "../limits.ts";
import type { ServedApi, ServedApis, ServedStage } from "../requests/served-api.ts";
import type { Connection, ConnectionFacts, Ended } from "./connection.ts";
import type { ConnectionAnswer, ConnectionQuestion } from "./connection-question.ts";
import { connectionStore, connectionsKey } from "./connection-store.ts";
import { Connections } from "./connections.ts";
import { WebSocketApis, type Welcome } from "./web-socket-apis.ts";

/** How long it takes until somebody looks whether this server has died. */
const watchEveryMs = 30_000;

/** Lets clients of WebSocket APIs in, hands their messages on, and sees to it that their end is made known. */
export class WebSocketDoor {
  readonly #host: ServiceHost;
  readonly #apis: ServedApis;
  readonly #routes: WebSocketApis;
  readonly #connections: Connections;
  /** What must be over before the server ends. */
  readonly #underWay = new Set<Promise<void>>();
  readonly #run: string;
  #isWatched = false;
  #bytesUnderWay = 0;
  readonly #paused = new Set<Connection>();

  constructor(
    host: ServiceHost,
    { apis, keys, run }: { readonly apis: ServedApis; readonly keys: ServedKeys; readonly run: string },
  ) {
    this.#host = host;
    this.#apis = apis;
    this.#run = run;
    this.#routes = new WebSocketApis(host, keys);
    this.#connections = new Connections(host);
  }

  /** `path` is what stands behind the host: `/STAGE`. */
  async answer(served: ServedApi, path: string, surface: SurfaceRequest): Promise<SurfaceAnswer> {
    const [, name = ""] = /^\/([^/]*)\/?$/.exec(path) ?? [];
    const stage = served.stages.get(name);
    if (!stage) return toAnswer(403, "Forbidden");
    if (!surface.wantsWebSocket) {
      const headers = { "content-type": "application/json", connection: "Upgrade", upgrade: "websocket" };
      return { status: 426, headers, body: JSON.stringify({ message: "Upgrade Required" }) };
    }
    const asked = await this.#routes.connect(served, stage, surface);
    if ("refusal" in asked) return asked.refusal;
    const { facts, protocol } = asked.welcome;
    const isKept = stage.routesByKey.get("$disconnect")?.integration !== undefined;
    if (isKept) await this.#keep(facts);
    return {
      status: 101,
      headers: {},
      body: undefined,
      webSocket: {
        protocol,
        mostBytes: limits.messageBytes,
        mostFrameBytes: limits.frameBytes,
        opened: (socket) => this.#open(asked.welcome, socket, isKept),
        failed: () => this.#track(this.#end(facts, { code: abnormal, reason: reasonOf(abnormal) }, isKept)),
      },
    };
  }

  /** What another server, or a call of the management API at this one, asks of a client that is connected here. */
  async ask({ action, connectionId, apiId, stage, account, data }: ConnectionQuestion): Promise<ConnectionAnswer> {
    const connection = this.#connections.find(connectionId);
    const facts = connection?.facts;
    const isOther =
      (apiId !== undefined && apiId !== facts?.apiId) ||
      (stage !== undefined && stage !== facts?.stage) ||
      (account !== undefined && account !== facts?.account);
    if (!connection || !facts || isOther) return { is: "gone" };
    if (action === "delete") {
      connection.socket.close(normal, "Connection Closed Normally");
      return { is: "done" };
    }
    if (action === "get") {
      const { connectedMs, identity } = facts;
      return { is: "found", connectedMs, lastActiveMs: connection.lastActiveMs, identity };
    }
    const bytes = Buffer.from(data ?? "", "base64");
    const sent = this.#connections.send(connection, bytes);
    if (sent === "sent") await this.#countSent(facts, bytes.length);
    return { is: sent === "sent" ? "done" : sent };
  }

  /** Makes the end of a client known whose server has died. */
  async departed(facts: ConnectionFacts): Promise<void> {
    await this.#tellEnd(facts, { code: abnormal, reason: reasonOf(abnormal) });
  }

  /** Its clients have gone by now: the listener has told them. */
  async stop(): Promise<void> {
    this.#connections.clear();
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    await this.#routes.stop();
  }

  async reset(): Promise<void> {
    this.#connections.clear();
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    this.#isWatched = false;
    this.#routes.reset();
  }

  #open({ facts }: Welcome, socket: WebSocket, isKept: boolean): void {
    const connection = this.#connections.add(facts, socket, isKept);
    const isActive = () => {
      connection.lastActiveMs = this.#host.clock.nowMs();
    };
    socket.on("message", (data, isBinary) => {
      isActive();
      // Source: "Binary media types for WebSocket APIs in API Gateway".
      if (isBinary) socket.close(unacceptable, "Binary frames are not supported");
      else this.#track(this.#receive(connection, data as Buffer));
    });
    socket.on("ping", isActive);
    socket.on("close", (code, reason) => {
      this.#connections.remove(connection);
      this.#paused.delete(connection);
      const text = reason.toString();
      this.#track(this.#end(facts, { code, reason: text === "" ? reasonOf(code) : text }, isKept));
    });
  }

  /** A client that sends faster than it is answered is not read until it has been. */
  async #receive(connection: Connection, body: Buffer): Promise<void> {
    const { facts } = connection;
    connection.underWay += 1;
    this.#bytesUnderWay += body.length;
    if (connection.underWay >= limits.messagesAtOnce || this.#bytesUnderWay >= limits.messageBytesAtOnce) {
      connection.socket.pause();
      this.#paused.add(connection);
    }
    try {
      const found = await this.#find(facts);
      if (!found) return connection.socket.close(goingAway, "Going away");
      const { served, stage } = found;
      const response = await this.#routes.message(served, stage, facts, body);
      if (!response) return;
      if (this.#connections.send(connection, response) === "sent")
        this.#routes.metering.sent(served, stage, response.length);
    } finally {
      connection.underWay -= 1;
      this.#bytesUnderWay -= body.length;
      this.#goOn();
    }
  }

  #goOn(): void {
    for (const paused of this.#paused) {
      if (this.#bytesUnderWay >= limits.messageBytesAtOnce) return;
      if (paused.underWay >= limits.messagesAtOnce) continue;
      this.#paused.delete(paused);
      paused.socket.resume();
    }
  }

  async #end(facts: ConnectionFacts, ended: Ended, isKept: boolean): Promise<void> {
    await this.#tellEnd(facts, ended);
    if (!isKept) return;
    const { storage, nodes } = this.#host;
    await storage
      .partition(connectionsKey(nodes.self, this.#run))
      .write((tx) => connectionStore.remove(tx, facts.connectionId));
  }

  async #tellEnd(facts: ConnectionFacts, ended: Ended): Promise<void> {
    const found = await this.#find(facts);
    if (!found) return;
    this.#routes.metering.connected(found.served, this.#host.clock.nowMs() - facts.connectedMs);
    await this.#routes.disconnect(found.served, found.stage, facts, ended);
  }

  /** Written before the client is let in. */
  async #keep(facts: ConnectionFacts): Promise<void> {
    const { storage, nodes, clock } = this.#host;
    await storage.partition(connectionsKey(nodes.self, this.#run)).write(async (tx) => {
      await connectionStore.put(tx, facts);
      if (this.#isWatched) return;
      await tx.setTimer({ kind: "apigatewayv2.departed", key: "", dueMs: clock.nowMs() + watchEveryMs });
    });
    this.#isWatched = true;
  }

  async #countSent(facts: ConnectionFacts, bytes: number): Promise<void> {
    const found = await this.#find(facts);
    if (found) this.#routes.metering.sent(found.served, found.stage, bytes);
  }

  async #find({
    apiId,
    stage: name,
  }: ConnectionFacts): Promise<{ readonly served: ServedApi; readonly stage: ServedStage } | undefined> {
    const served = await this.#apis.find(apiId);
    const stage = served?.stages.get(name);
    return served && stage && { served, stage };
  }

  /** A fault of ours is told, and ends nothing. */
  #track(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => {
      this.#host.log.error("a fault in a WebSocket API", {
        error: error instanceof Error ? error.stack : String(error),
      });
    });
    this.#underWay.add(tracked);
    void tracked.finally(() => this.#underWay.delete(tracked));
  }
}

/** Source: RFC 6455, 7.4.1. */
const normal = 1000;
const goingAway = 1001;
const unacceptable = 1003;
const abnormal = 1006;

/** As AWS says why a client has gone that has not said so itself. */
function reasonOf(code: number): string {
  return reasons[code] ?? "";
}

const reasons: Readonly<Record<number, string>> = {
  1000: "Connection Closed Normally",
  1001: "Going away",
  1005: "Client-side close frame status not set",
  1006: "Connection Closed Abnormally",
  1009: "Message too long",
};

function toAnswer(status: number, message: string): SurfaceAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}
