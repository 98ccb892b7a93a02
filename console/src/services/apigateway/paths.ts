/** The address of an API's page. */
export function apiPath(apiId: string, tab?: string): string {
  return `/console/apigateway/apis/${apiId}${tab === undefined ? "" : `?tab=${tab}`}`;
}
