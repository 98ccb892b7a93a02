import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { WireResponse } from "../../wire/wire.ts";
import { makeWritable } from "./answer-head.ts";

/** Fulfilled when the answer has been handed to the network, or the client has gone. Rejects if the body's source fails. */
export async function writeResponse(to: ServerResponse | Http2ServerResponse, answer: WireResponse): Promise<void> {
  // HTTP/1.1 and HTTP/2 differ in writeHead's further forms only, which makes their union uncallable for the compiler.
  const response = to as ServerResponse;
  const isPlain = makeWritable(answer, "stream" in to);
  const { status, headers, body } = answer;
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) {
    // Also for HEAD: without it Node ends the connection, and the client pays for another.
    if (status !== 204 && status !== 304 && !hasLength(headers)) {
      headers["Content-Length"] = String(body === undefined ? 0 : Buffer.byteLength(body));
    }
    response.writeHead(status, headers);
    if (body instanceof Uint8Array && body.length <= oneWriteBytes) {
      // A string joins the head and goes out with it in one write; bytes would be a second buffer, which costs more than to copy them.
      response.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1"), "latin1");
    } else {
      // A head that joins text is encoded like the text, as UTF-8: what of it isn't ASCII would be other bytes than it came in.
      response.end(isPlain || typeof body !== "string" ? body : Buffer.from(body));
    }
    return;
  }
  response.writeHead(status, headers);
  // The first byte must reach the client before the body's end, which may be minutes away.
  if (isPlain) response.flushHeaders();
  else response.write(nothing);
  await pipeline(body instanceof Readable ? body : Readable.from(body), response);
}

const oneWriteBytes = 16 * 1024;

/** Written before the body it takes the head along, a byte for a character; `flushHeaders` would write it as UTF-8. */
const nothing = Buffer.alloc(0);

function hasLength(headers: Readonly<Record<string, string>>): boolean {
  return "Content-Length" in headers || "content-length" in headers;
}
