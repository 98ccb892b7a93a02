import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from "node:http";
import type { Readable } from "node:stream";
import { http } from "../../platform/node-http.ts";
import { loadHttps } from "../../platform/node-https.ts";
import type { ServiceHost } from "../service-host.ts";
import { lookUp, mayReach } from "./reachable.ts";

export interface OutsideRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  readonly timeoutMs: number;
  /** What is read of the answer. */
  readonly answerBytes: number;
  /** Gives up. */
  readonly signal?: AbortSignal;
  /** By which an endpoint knows who asks it; PEM. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
}

export interface OutsideAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The answer is longer than what was read of it. */
  readonly isCut: boolean;
}

/** Thrown for an endpoint that may not be asked from here. */
export class NotReachableError extends Error {
  override readonly name = "NotReachableError";
}

/** Thrown where the answer has not come, or not all of it, in time. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
}

/**
 * Asks an endpoint that a user has named, within a time, and follows no redirect. Which it may be is said in `reachable.ts`; the address that was judged is the one that
 * is called. Rejects with NotReachableError, NoAnswerError, and with what became of the connection.
 */
export function requestOutside(host: OutsideHost, asked: OutsideRequest): Promise<OutsideAnswer> {
  return exchange(host, asked, (response) => readAnswer(response, asked.answerBytes));
}

/** The same for an answer that is read as it comes: `timeoutMs` is for its head. Who destroys the body ends the connection. */
export function openOutside(
  host: OutsideHost,
  asked: Omit<OutsideRequest, "answerBytes">,
): Promise<Omit<OutsideAnswer, "body" | "isCut"> & { readonly body: Readable }> {
  return exchange(host, asked, async (response) => ({ body: response }));
}

type OutsideHost = Pick<ServiceHost, "clock" | "config">;
type Head = Pick<OutsideAnswer, "status" | "headers">;

/** `read` is part of what has to be done in time. */
async function exchange<T>(
  { clock, config }: OutsideHost,
  { url, method, headers, body, timeoutMs, signal, clientCertificate }: Omit<OutsideRequest, "answerBytes">,
  read: (response: IncomingMessage) => Promise<T>,
): Promise<Head & T> {
  const { promise: late, reject: giveUp } = Promise.withResolvers<never>();
  late.catch(() => {});
  const timer = clock.afterMachine(timeoutMs, () =>
    giveUp(new NoAnswerError(`no answer within ${timeoutMs / 1_000} seconds`)),
  );
  const giveUpToo = () => giveUp(signal?.reason);
  signal?.addEventListener("abort", giveUpToo);
  try {
    signal?.throwIfAborted();
    // A resolver that does not answer takes a minute to say so, and half of the process's threads, never all, wait for resolvers.
    const { address, family } = await Promise.race([lookUp(url.hostname), late]);
    if (!mayReach(url, { address, family }, config))
      throw new NotReachableError(`${url.host} may not be reached from here`);
    const options: RequestOptions & { servername: string; cert?: string; key?: string } = {
      method,
      host: address,
      family,
      servername: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? undefined : url.port,
      path: `${url.pathname}${url.search}`,
      agent: false,
      ...(clientCertificate && { cert: clientCertificate.certificate, key: clientCertificate.key }),
      headers: {
        ...headers,
        host: url.host,
        connection: "close",
        ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
      },
    };
    return await ask(options, url.protocol, body, read, late);
  } finally {
    timer.cancel();
    signal?.removeEventListener("abort", giveUpToo);
  }
}

/** One exchange, ended when `late` is rejected. */
function ask<T>(
  options: RequestOptions,
  protocol: string,
  body: string | Buffer | undefined,
  read: (response: IncomingMessage) => Promise<T>,
  late: Promise<never>,
): Promise<Head & T> {
  const { request } = protocol === "https:" ? loadHttps() : http;
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      void read(response).then((answer) => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, ...answer });
      }, reject);
    });
    late.catch((error: Error) => {
      // Rejected first: an answer that has begun only says that its connection was lost.
      reject(error);
      sent.destroy(error);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function readAnswer(
  response: IncomingMessage,
  most: number,
): Promise<{ readonly body: Buffer; readonly isCut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > most) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, most), isCut: bytes > most };
}
