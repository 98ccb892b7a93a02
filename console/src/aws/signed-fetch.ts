import type { AuthScheme, HttpRequest, RequestSigner } from "@smithy/types";

/** What the SDK's clients have to sign with. */
interface SigningClient {
  readonly config: { readonly signer: (scheme?: AuthScheme) => Promise<RequestSigner> };
}

interface SignedRequest {
  /** `sns` */
  readonly service: string;
  readonly region: string;
  readonly method?: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
}

/** Asks one of a service's paths beside AWS's API, signed as its operations are. Throws what the server says is wrong. */
export async function signedFetch(
  client: SigningClient,
  { service, region, method = "GET", path, query, body }: SignedRequest,
  signal?: AbortSignal,
): Promise<Response> {
  const signer = await client.config.signer({
    name: "sigv4",
    signingName: service,
    signingRegion: region,
    properties: {},
  });
  const { protocol, hostname, port, host, origin } = window.location;
  const request: HttpRequest = {
    method,
    protocol,
    hostname,
    port: port === "" ? undefined : Number(port),
    path,
    query: { ...query },
    headers: { host, ...(body !== undefined && { "content-type": "application/json" }) },
    body,
  };
  const { host: _host, ...headers } = (await signer.sign(request)).headers;
  const quietly = { ...headers, "x-squall-quiet": "404" };
  const response = await fetch(`${origin}${path}?${new URLSearchParams(query)}`, {
    ...{ method, headers: quietly, body, signal },
  });
  // That something is not there is an answer (docs/decisions/0027-quiet-answers.md).
  const status = Number(response.headers.get("x-squall-status") ?? response.status);
  if (status < 400) return response;
  const { code, message = response.statusText } = (await response.json().catch(() => ({}))) as Refusal;
  throw Object.assign(new Error(message), {
    name: code ?? (status === 403 ? "AccessDenied" : "Error"),
    $metadata: { httpStatusCode: status },
  });
}

interface Refusal {
  readonly code?: string;
  readonly message?: string;
}
