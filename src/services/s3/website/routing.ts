import type { RoutingRule } from "@aws-sdk/client-s3";

/** What a visitor asked for, without its query. */
export interface Visited {
  /** Without the slash that begins the path. */
  readonly key: string;
  readonly host: string;
}

/** Where to send the visitor, and by which status. */
export interface Redirection {
  readonly status: number;
  readonly location: string;
}

/** The first rule about a key, or about a key that gave an error. Source: "Configuring a webpage redirect", routing rules. */
export function findRoutingRule(
  rules: readonly RoutingRule[] | undefined,
  key: string,
  errorStatus: number | undefined,
): RoutingRule | undefined {
  return rules?.find(({ Condition: condition }) => {
    const { KeyPrefixEquals: prefix, HttpErrorCodeReturnedEquals: status } = condition ?? {};
    if (prefix !== undefined && !key.startsWith(prefix)) return false;
    return status === undefined ? errorStatus === undefined : Number(status) === errorStatus;
  });
}

export function toRedirection({ Condition, Redirect = {} }: RoutingRule, { key, host }: Visited): Redirection {
  const { HostName, Protocol, ReplaceKeyWith, ReplaceKeyPrefixWith, HttpRedirectCode } = Redirect;
  const prefix = Condition?.KeyPrefixEquals ?? "";
  const target =
    ReplaceKeyWith ?? (ReplaceKeyPrefixWith === undefined ? key : ReplaceKeyPrefixWith + key.slice(prefix.length));
  return {
    status: Number(HttpRedirectCode ?? 301),
    location: `${Protocol ?? "http"}://${HostName ?? host}/${encodePath(target)}`,
  };
}

export function encodePath(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}
