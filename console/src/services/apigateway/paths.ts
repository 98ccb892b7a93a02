/** The address of an HTTP or a WebSocket API's page. */
export function apiPath(apiId: string, tab?: string): string {
  return `/console/apigateway/apis/${apiId}${tab === undefined ? "" : `?tab=${tab}`}`;
}

/** The address of a REST API's page. */
export function restApiPath(apiId: string, tab?: string): string {
  return `/console/apigateway/apis/rest/${apiId}${tab === undefined ? "" : `?tab=${tab}`}`;
}

/** Of one of its resources, or of a method of that. */
export function resourcePath(apiId: string, resourceId: string, method?: string): string {
  const query = new URLSearchParams({ tab: "resources", resource: resourceId, ...(method && { method }) });
  return `/console/apigateway/apis/rest/${apiId}?${query}`;
}

export const usagePlanPath = (id: string) => `/console/apigateway/usage-plans/${id}`;
export const domainNamePath = (name: string) => `/console/apigateway/domain-names/${encodeURIComponent(name)}`;
