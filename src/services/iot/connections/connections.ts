import type { Json } from "../../../cluster/cluster.ts";
import { askOthers } from "../../ask-others.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { DeviceLogs } from "../logging/device-logs.ts";
import { placeText } from "../messages/device-message.ts";
import type { MessageBroker } from "../messages/message-broker.ts";
import type { RetainedMessages } from "../messages/retained-messages.ts";
import { type Reason, reasons } from "../mqtt/reason-codes.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Wills } from "../sessions/wills.ts";
import type { DeviceMetrics } from "./device-metrics.ts";
import type { DisconnectReason } from "./presence.ts";

/** JSON. */
export interface ConnectionFacts {
  readonly thingName: string | null;
  readonly isClean: boolean;
  readonly sourceIp: string;
  readonly keepAliveSeconds: number;
  readonly connectedMs: number;
  readonly expirySeconds: number;
}

/** A client that has said who it is. */
export interface OpenSession {
  readonly at: Place;
  readonly clientId: string;
  readonly connectedMs: number;
  facts(): ConnectionFacts;
  /** There is something kept for it. */
  pump(): void;
  leave(how: { readonly keepsWill: boolean; readonly sessionExpirySeconds: number | undefined }): void;
}

/** How somebody else ends a client's connection. */
export interface Disconnection {
  /** What was kept of it goes. */
  readonly isClean: boolean;
  readonly preventsWill: boolean;
}

/** A connection as others see it. */
export interface OpenConnection {
  readonly session: OpenSession | undefined;
  watch(nowMs: number): void;
  end(reason: Reason, why: DisconnectReason): void;
  closed(): Promise<void>;
}

const watchMs = 5_000;
const takeOverMs = 3_000;
const mostTold = 100_000;

/** The clients that are connected to this server. */
export class Connections {
  readonly #host: ServiceHost;
  readonly broker: MessageBroker;
  readonly sessions: Sessions;
  readonly wills: Wills;
  readonly retained: RetainedMessages;
  readonly metrics: DeviceMetrics;
  readonly logs: DeviceLogs;
  readonly #all = new Set<OpenConnection>();
  /** By place and client id: the one that counts. */
  readonly #clients = new Map<string, OpenConnection>();
  #watching = false;

  constructor(
    host: ServiceHost,
    parts: {
      readonly broker: MessageBroker;
      readonly sessions: Sessions;
      readonly wills: Wills;
      readonly retained: RetainedMessages;
      readonly metrics: DeviceMetrics;
      readonly logs: DeviceLogs;
    },
  ) {
    this.#host = host;
    this.broker = parts.broker;
    this.sessions = parts.sessions;
    this.wills = parts.wills;
    this.retained = parts.retained;
    this.metrics = parts.metrics;
    this.logs = parts.logs;
    host.peers.answer("iot.take-over", async (payload) => {
      const { client, connectedMs } = payload as { readonly client: string; readonly connectedMs: number };
      return this.#yield(client, connectedMs);
    });
    host.peers.answer("iot.connected", async (payload) =>
      this.#connected((payload as { readonly place: string }).place),
    );
    host.peers.answer(
      "iot.describe-connection",
      async (client) => (this.#clients.get(String(client))?.session?.facts() ?? null) as unknown as Json,
    );
    host.peers.answer("iot.disconnect", async (payload) => {
      const { client, ...how } = payload as unknown as Disconnection & { readonly client: string };
      return this.#disconnect(client, how);
    });
  }

  /** Ends a client's connection, on whichever server it is. False where there is none. */
  async disconnect(at: Place, clientId: string, how: Disconnection): Promise<boolean> {
    const client = `${placeText(at)} ${clientId}`;
    if (await this.#disconnect(client, how)) return true;
    return (await askOthers(this.#host, "iot.disconnect", { client, ...how }, takeOverMs)).includes(true);
  }

  async #disconnect(client: string, { isClean, preventsWill }: Disconnection): Promise<boolean> {
    const connection = this.#clients.get(client);
    if (!connection?.session) return false;
    connection.session.leave({ keepsWill: !preventsWill, sessionExpirySeconds: isClean ? 0 : undefined });
    connection.end(reasons.administrativeAction, "API_INITIATED_DISCONNECT");
    await connection.closed();
    return true;
  }

  /** A client's connection, to whichever server; undefined where there is none. */
  async describe(at: Place, clientId: string): Promise<ConnectionFacts | undefined> {
    const client = `${placeText(at)} ${clientId}`;
    const own = this.#clients.get(client)?.session?.facts();
    if (own) return own;
    const theirs = await askOthers(this.#host, "iot.describe-connection", client);
    return theirs.find((each) => each !== null) as unknown as ConnectionFacts | undefined;
  }

  /** Who is connected of an account and region, on all servers: since when, by client ids. At most 100,000 of each server. */
  async connected(at: Place): Promise<ReadonlyMap<string, number>> {
    const place = placeText(at);
    const theirs = await askOthers(this.#host, "iot.connected", { place }, takeOverMs);
    const all = new Map(Object.entries(this.#connected(place)));
    for (const each of theirs)
      for (const [clientId, sinceMs] of Object.entries(each as Record<string, number>)) all.set(clientId, sinceMs);
    return all;
  }

  #connected(place: string): Record<string, number> {
    const found: [string, number][] = [];
    for (const [client, { session }] of this.#clients) {
      if (!session || !client.startsWith(`${place} `)) continue;
      found.push([session.clientId, session.connectedMs]);
      if (found.length >= mostTold) break;
    }
    return Object.fromEntries(found);
  }

  get count(): number {
    return this.#all.size;
  }

  add(connection: OpenConnection): void {
    this.#all.add(connection);
    if (!this.#watching) this.#watch();
  }

  remove(connection: OpenConnection): void {
    this.#all.delete(connection);
    const { session } = connection;
    const name = session && `${placeText(session.at)} ${session.clientId}`;
    if (name !== undefined && this.#clients.get(name) === connection) this.#clients.delete(name);
  }

  /** By its place and id. */
  find(client: string): OpenConnection | undefined {
    return this.#clients.get(client);
  }

  /** A client's connection is the only one of its id, in the whole cloud: the one before it is ended. False where a later one has come elsewhere meanwhile. */
  async takeOver(connection: OpenConnection, session: OpenSession): Promise<boolean> {
    const client = `${placeText(session.at)} ${session.clientId}`;
    const former = this.#clients.get(client);
    this.#clients.set(client, connection);
    if (former) {
      former.end(reasons.sessionTakenOver, "DUPLICATE_CLIENTID");
      await former.closed();
    }
    // One that does not answer loses its lease, and its clients with it.
    const { connectedMs } = session;
    return !(await askOthers(this.#host, "iot.take-over", { client, connectedMs }, takeOverMs)).includes(false);
  }

  /** Everyone is told that the server ends. */
  async end(): Promise<void> {
    const all = [...this.#all];
    for (const connection of all) connection.end(reasons.administrativeAction, "SERVER_INITIATED_DISCONNECT");
    await Promise.all(all.map((connection) => connection.closed()));
  }

  async #yield(client: string, connectedMs: number): Promise<boolean> {
    const connection = this.#clients.get(client);
    if (!connection?.session) return true;
    if (connection.session.connectedMs > connectedMs) return false;
    connection.end(reasons.sessionTakenOver, "DUPLICATE_CLIENTID");
    await connection.closed();
    return true;
  }

  /** One look for all, while there is somebody. */
  #watch(): void {
    this.#watching = true;
    this.#host.clock.afterMachine(watchMs, () => {
      const nowMs = this.#host.clock.monotonicMs();
      for (const connection of this.#all) connection.watch(nowMs);
      if (this.#all.size > 0) this.#watch();
      else this.#watching = false;
    });
  }
}
