/** Where a REST API's stage is reached by Squall's own path, whatever names resolve. */
export function stageUrl(restApiId: string, stage: string): string {
  return `${window.location.origin}/_aws/execute-api/${restApiId}/${stage}`;
}
