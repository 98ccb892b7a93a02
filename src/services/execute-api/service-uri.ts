/** What of an AWS service an integration asks: an operation by its name, or a path of its API. */
export interface ServiceUri {
  readonly region: string;
  /** As the service's host is called: `sqs`, `dynamodb`, `events`. */
  readonly service: string;
  /** Before it, where the URI names one: a bucket. */
  readonly subdomain: string | undefined;
  readonly action: string | undefined;
  /** With its query, without the slash at its beginning. */
  readonly path: string | undefined;
}

/** `arn:aws:apigateway:REGION:[SUBDOMAIN.]SERVICE:path|action/…`. Undefined for what is none. Source: "PutIntegration", `uri`. */
export function parseServiceUri(uri: string): ServiceUri | undefined {
  const [, region, host, kind, rest = ""] =
    /^arn:[\w-]+:apigateway:([\w-]+):([\w.-]+):(path|action)\/(.*)$/s.exec(uri) ?? [];
  if (region === undefined || host === undefined) return undefined;
  const labels = host.split(".");
  const service = labels.pop() ?? "";
  const subdomain = labels.length > 0 ? labels.join(".") : undefined;
  return {
    region,
    service,
    subdomain,
    action: kind === "action" ? rest : undefined,
    path: kind === "path" ? rest.replace(/^\/+/, "") : undefined,
  };
}
