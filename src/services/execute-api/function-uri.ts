/**
 * The function that an integration or an authorizer names: by its ARN, or by the path of Lambda's API that invokes it, as a whole or streaming; before its version AWS lets spaces stand. Undefined for what is neither. Stage variables
 * may stand in it. An account that is none is found out when the function is invoked, as on AWS.
 */
export function functionOf(uri: string): string | undefined {
  const [, byPath] =
    /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/{1,2}\s*20(?:15-03-31|21-11-15)\/functions\/(.+)\/(?:response-streaming-)?invocations$/.exec(
      uri,
    ) ?? [];
  const arn = byPath ?? uri;
  return /^arn:[\w-]+:lambda:[\w-]+:(?:[\w-]+|\$\{stageVariables\.\w+\}):function:\S+$/.test(arn) ? arn : undefined;
}

/** `${stageVariables.NAME}` is what the stage says of it; one that it does not have is empty. */
export function withStageVariables(text: string, variables: Readonly<Record<string, string>> | undefined): string {
  if (!text.includes("${stageVariables.")) return text;
  return text.replace(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) =>
    variables && Object.hasOwn(variables, name) ? (variables[name] ?? "") : "",
  );
}
