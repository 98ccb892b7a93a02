import type { IncomingMessage, ServerResponse } from "node:http";

/** What the API answers, in AWS's words. Source: "Using the Lambda runtime API for custom runtimes", and the runtime interface emulator. */
export function accepted(response: ServerResponse): void {
  answer(response, 202, { status: "OK" });
}

/** There is no such event, or it has been answered. */
export function invalidRequestId(response: ServerResponse): void {
  answer(response, 400, { errorMessage: "Invalid request ID", errorType: "InvalidRequestID" });
}

/** The runtime did what it may not do now. */
export function invalidState(response: ServerResponse, from: string, to: string): void {
  answer(response, 403, {
    errorMessage: `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
    errorType: "InvalidStateTransition",
  });
}

export function tooLarge(response: ServerResponse, mostBytes: number): void {
  answer(response, 413, {
    errorMessage: `Exceeded maximum allowed payload size (${mostBytes} bytes).`,
    errorType: "RequestEntityTooLarge",
  });
}

export function forbidden(response: ServerResponse): void {
  answer(response, 403, { errorMessage: "Forbidden", errorType: "Forbidden" });
}

export function notFound(response: ServerResponse): void {
  response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" });
  response.end("404 page not found\n");
}

/** An extension did what it may not, in AWS's words. */
export function refused(response: ServerResponse, errorType: string, errorMessage: string): void {
  answer(response, 403, { errorMessage, errorType });
}

/**
 * The whole body, or how long it is if it has more than `mostBytes`: the rest of it is read and forgotten. Rejects if it breaks off.
 */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | number> {
  let bytes = 0;
  let chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) chunks = [];
    else chunks.push(chunk);
  }
  if (bytes > mostBytes) return bytes;
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

export function answer(
  response: ServerResponse,
  status: number,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": length, ...headers });
  response.end(text);
}
