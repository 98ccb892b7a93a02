/** Where a stage is reached: the API's own address, and the stage's name unless it is `$default`. */
export function invokeUrl(endpoint: string, stage: string): string {
  return stage === "$default" ? endpoint : `${endpoint}/${stage}`;
}

/** The routes that a path of a function's name is reached by, as Lambda's console names them. */
export function routePathOf(functionName: string): string {
  return `/${functionName}`;
}

/** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH`, for the permission of a function. */
export function executeArn(
  { region, account }: { readonly region: string; readonly account: string },
  apiId: string,
  path: string,
): string {
  return `arn:aws:execute-api:${region}:${account}:${apiId}/*/*${path}`;
}
