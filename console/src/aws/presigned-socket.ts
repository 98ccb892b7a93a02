import type { HttpRequest, RequestPresigner } from "@smithy/types";

/** What the SDK's clients have to sign with. */
interface SigningClient {
  readonly config: { readonly signer: () => Promise<unknown> };
}

/**
 * The address of a WebSocket of this server, signed in its query as the client's requests are, since a browser sends no headers with one. It can be opened
 * for a minute.
 */
export async function presignedSocket(client: SigningClient, path: string): Promise<string> {
  const signer = (await client.config.signer()) as RequestPresigner;
  const { protocol, hostname, port, host } = window.location;
  const request: HttpRequest = {
    method: "GET",
    protocol,
    hostname,
    port: port === "" ? undefined : Number(port),
    path,
    query: {},
    headers: { host },
  };
  const { query = {} } = await signer.presign(request, { expiresIn: 60 });
  const text = Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join("&");
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}${path}?${text}`;
}
