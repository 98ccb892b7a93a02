import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that says yes to all it is asked, and remembers it. */
export interface HeardBackend extends AsyncDisposable {
  readonly url: string;
  readonly heard: { readonly path: string; readonly headers: Readonly<Record<string, unknown>> }[];
}

export async function startBackend(): Promise<HeardBackend> {
  const heard: { path: string; headers: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    heard.push({ path: request.url ?? "", headers: request.headers });
    request.resume().on("end", () => response.end("{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
