import { Readable } from "node:stream";
import { HttpResponse } from "@smithy/core/transport";
import type { WireResponse } from "../../src/wire/wire.ts";
import { loadSdk } from "../../tools/sdk/load-sdk.ts";

/** A real client of the SDK whose requests are handed to `answer` instead of being sent. */
export interface SdkClient {
  send(command: unknown): Promise<Record<string, unknown>>;
}

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export function createSdkClient(
  service: string,
  options: Readonly<Record<string, unknown>>,
  answer: (request: SentRequest) => Promise<WireResponse>,
): SdkClient {
  const sdk = loadSdk(service);
  const name = Object.keys(sdk).find((key) => /^[^_].*Client$/.test(key))!;
  const Client = sdk[name] as new (options: object) => SdkClient;
  return new Client({
    endpoint: "http://localhost:4566",
    region: "us-east-1",
    credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
    maxAttempts: 1,
    forcePathStyle: true,
    disableRequestCompression: true,
    disableHostPrefix: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    ...options,
    requestHandler: {
      metadata: {},
      handle: async (request: SentRequest) => ({ response: toHttpResponse(await answer(request)) }),
    },
  });
}

export function createCommand(service: string, operation: string, input: unknown): unknown {
  const Command = loadSdk(service)[`${operation}Command`] as new (input: unknown) => unknown;
  return new Command(input);
}

function toHttpResponse({ status, headers, body }: WireResponse): HttpResponse {
  const isStream = typeof body === "object" && !(body instanceof Uint8Array);
  return new HttpResponse({
    statusCode: status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: isStream ? Readable.from(body) : Readable.from(body === undefined ? [] : [Buffer.from(body as string)]),
  });
}
