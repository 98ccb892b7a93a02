/** APIs by their own host names: `ID.execute-api.REGION.amazonaws.com`, and the same below a name of this machine. Undefined for another host. */
export function apiOfHost(host: string): string | undefined {
  return apiHost.exec(host)?.[1];
}

const apiHost = /^([a-z0-9]{10})\.execute-api\.[a-z0-9-]+\./;

export interface ApiPath {
  readonly apiId: string;
  /** Empty where the path says none. */
  readonly stage: string;
  /** How much of the path is the address. */
  readonly prefix: string;
}

/**
 * The same by paths of Squall's own host, for clients that cannot resolve names below `localhost`: `/_aws/execute-api/ID/STAGE/…`, and
 * `/restapis/ID/STAGE/_user_request_/…`, which older tools make. The function is told the path behind them, with the stage as at the API's own host.
 */
export function apiOfPath(path: string): ApiPath | undefined {
  const found = ownPath.exec(path) ?? olderPath.exec(path);
  return found ? { prefix: found[0], apiId: found[1] ?? "", stage: found[2] ?? "" } : undefined;
}

const ownPath = /^\/_aws\/execute-api\/([a-z0-9]{10})(?:\/([^/]+))?(?=\/|$)/;
const olderPath = /^\/restapis\/([a-z0-9]{10})\/([^/]+)\/_user_request_(?=\/|$)/;
