import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { Socket } from "node:net";

/** Requests that wait for their turn, of all connections; each is a few kilobytes. No client of the field sends ahead at all. */
const mostWaiting = 16_384;
/** Of one connection. Other servers end one after a thousand requests, however they come. */
const mostAhead = 1_000;

/**
 * HTTP/1.1 lets a client send its next requests before it has an answer, thousands in one packet. Their answers go out in order, so each
 * is begun when the one before has been answered: a connection has one at work, and who floods has no larger share than anybody else.
 */
export class ConnectionTurns {
  readonly #connections = new WeakMap<Socket, Connection>();
  #waiting = 0;

  /** Undefined if it is this request's turn now, as it nearly always is. A connection that sends too far ahead is ended. */
  take({ socket }: Message, response: Response): Promise<void> | undefined {
    if ("stream" in response) return undefined;
    const connection = this.#connections.get(socket);
    if (!connection) {
      this.#connections.set(socket, { last: response, waiting: 0 });
      return undefined;
    }
    const before = connection.last;
    connection.last = response;
    if (before.writableFinished) return undefined;
    return this.#wait(socket, connection, before);
  }

  /** Whether something of a connection is being answered. */
  isBusy(socket: Socket): boolean {
    const last = this.#connections.get(socket)?.last;
    return last !== undefined && !last.writableFinished;
  }

  /** Never fulfilled where the connection ends before: what it has asked for, nobody waits for, and it must not run. */
  #wait(socket: Socket, connection: Connection, before: Http1Response): Promise<void> {
    if (connection.waiting === 0) {
      const giveBack = () => {
        this.#waiting -= connection.waiting;
        connection.waiting = 0;
      };
      if (!connection.isWatched) socket.once("close", giveBack);
      connection.isWatched = true;
    }
    if (this.#waiting >= mostWaiting || connection.waiting >= mostAhead) socket.destroy();
    if (socket.destroyed) return new Promise(() => {});
    this.#waiting += 1;
    connection.waiting += 1;
    return new Promise((resolve) => {
      const begin = () => {
        if (socket.destroyed) return;
        this.#waiting -= 1;
        connection.waiting -= 1;
        resolve();
      };
      // A refusal needs no turn of the process: thousands of them would go by in one.
      before.once("close", () => setImmediate(begin));
    });
  }
}

interface Connection {
  /** The request that came last. */
  last: Http1Response;
  waiting: number;
  isWatched?: boolean;
}

type Http1Response = ServerResponse<IncomingMessage>;
type Message = IncomingMessage | Http2ServerRequest;
type Response = Http1Response | Http2ServerResponse;
