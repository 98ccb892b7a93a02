import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { WireResponse } from "../../wire/wire.ts";
import { makeWritable } from "./answer-head.ts";
import type { RequestBody } from "./request-body.ts";

/** Fulfilled when the answer has been handed to the network, or the client has gone. Rejects if the body's source fails; that ends in any case. */
export async function writeResponse(
  to: ServerResponse | Http2ServerResponse,
  answer: WireResponse,
  request: RequestBody,
): Promise<void> {
  // HTTP/1.1 and HTTP/2 differ in writeHead's further forms only, which makes their union uncallable for the compiler.
  const response = to as ServerResponse;
  // Node says of each connection that it stays open. Where an answer has an empty header for that, nothing is said, and the connection stays open all the same.
  if (answer.headers.Connection === "") {
    delete answer.headers.Connection;
    if (!("stream" in to)) response.removeHeader("Connection");
  }
  const isPlain = makeWritable(answer, "stream" in to);
  const { body } = answer;
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) {
    setLength(answer);
    if (request.isUnread && response.req.httpVersionMajor === 1) return writeEarly(response, answer, request);
    response.writeHead(answer.status, answer.headers);
    if (body instanceof Uint8Array && body.length <= oneWriteBytes) {
      // A string joins the head and goes out with it in one write; bytes would be a second buffer, which costs more than to copy them.
      response.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1"), "latin1");
    } else {
      // A head that joins text is encoded like the text, as UTF-8: what of it isn't ASCII would be other bytes than it came in.
      response.end(isPlain || typeof body !== "string" ? body : Buffer.from(body));
    }
    return;
  }
  const source = body instanceof Readable ? body : Readable.from(body);
  try {
    response.writeHead(answer.status, answer.headers);
    // Whoever made the answer, what it opened is closed, and not read for nobody.
    if (hasNoBody(response.req.method, answer.status)) return void response.end();
    // The first byte must reach the client before the body's end, which may be minutes away.
    if (isPlain) response.flushHeaders();
    else response.write(nothing);
    await pipeline(source, response);
  } finally {
    source.destroy();
  }
}

/**
 * An answer to a request that is still being sent. It goes out at once, but the connection is not closed under the client's hands:
 * that would be a reset, by which the answer is lost. What still comes is dropped, as far as that is little; then the connection is
 * closed. A client that has been promised nothing (`Expect: 100-continue`) may leave its body out, so nothing can follow on that connection.
 */
async function writeEarly(
  response: ServerResponse,
  { status, headers, body }: WireResponse,
  request: RequestBody,
): Promise<void> {
  const isLittle = !request.isHeldBack && (request.announcedBytes ?? Number.POSITIVE_INFINITY) <= littleBytes;
  response.writeHead(status, isLittle ? headers : { ...headers, Connection: "close" });
  // As bytes: a head that joins text would be encoded like the text.
  response.write(body === undefined ? nothing : Buffer.from(body as string));
  const isDrained = await request.drain(mostDrainedBytes, mostDrainingMs);
  response.end();
  if (!isDrained) response.destroy();
}

/** Such a rest is read for the sake of the connection, which the client can then use again. */
const littleBytes = 1024 * 1024;
/** Clients that look for an answer only when they have sent a part of their body have it by then. */
const mostDrainedBytes = 32 * 1024 * 1024;
const mostDrainingMs = 5_000;

function hasNoBody(method: string | undefined, status: number): boolean {
  return method === "HEAD" || status === 204 || status === 304;
}

const oneWriteBytes = 16 * 1024;

/** Written before the body it takes the head along, a byte for a character; `flushHeaders` would write it as UTF-8. */
const nothing = Buffer.alloc(0);

/** Also for HEAD: without it Node ends the connection, and the client pays for another. */
function setLength({ status, headers, body }: WireResponse): void {
  if (status === 204 || status === 304 || "Content-Length" in headers || "content-length" in headers) return;
  // The answer to a HEAD whose GET would be of unknown length.
  if ("transfer-encoding" in headers || "Transfer-Encoding" in headers) return;
  headers["Content-Length"] = String(body === undefined ? 0 : Buffer.byteLength(body as string | Uint8Array));
}
