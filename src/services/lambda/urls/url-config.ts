/** A function's or alias's own HTTP address, as it is stored. */
export interface UrlConfig {
  /** 32 characters: the first label of its host name. */
  readonly id: string;
  readonly authType: "AWS_IAM" | "NONE";
  /** Undefined, which means BUFFERED, until a request has named one. */
  readonly invokeMode: "BUFFERED" | "RESPONSE_STREAM" | undefined;
  readonly cors: UrlCors | undefined;
  readonly createdMs: number;
  readonly lastModifiedMs: number;
}

/** The answer's form of it, which is the request's too. */
export interface UrlCors {
  readonly AllowCredentials?: boolean;
  readonly AllowHeaders?: string[];
  readonly AllowMethods?: string[];
  readonly AllowOrigins?: string[];
  readonly ExposeHeaders?: string[];
  readonly MaxAge?: number;
}

/** `http://ID.lambda-url.REGION.localhost:4566/`: below `localhost` every name is this machine. */
export function toUrl(id: string, region: string, endpoint: string): string {
  const { protocol, hostname, port } = new URL(endpoint);
  const isLocal = /^(?:\d+\.){3}\d+$|^\[|(?:^|\.)localhost$|\.amazonaws\.com$/.test(hostname);
  const parent = isLocal ? "localhost" : hostname;
  return `${protocol}//${id}.lambda-url.${region}.${parent}${port && `:${port}`}/`;
}
