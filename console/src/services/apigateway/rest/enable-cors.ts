import {
  type APIGatewayClient,
  GetMethodCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateIntegrationResponseCommand,
  UpdateMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";

interface Where {
  readonly restApiId: string;
  readonly resourceId: string;
}

const origin = "Access-Control-Allow-Origin";

/** An OPTIONS method that answers browsers, and the header on the answers of the others, as AWS's console sets both. Source: "CORS for REST APIs". */
export async function enableCors(
  client: APIGatewayClient,
  where: Where,
  methods: readonly string[],
  allowed: string,
): Promise<void> {
  const others = methods.filter((method) => method !== "OPTIONS");
  const headers = {
    "Access-Control-Allow-Headers": "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'",
    "Access-Control-Allow-Methods": `'${[...others, "OPTIONS"].join(",")}'`,
    [origin]: `'${allowed}'`,
  };
  const options = { ...where, httpMethod: "OPTIONS" };
  const answer = { ...options, statusCode: "200" };
  if (!methods.includes("OPTIONS")) {
    await client.send(new PutMethodCommand({ ...options, authorizationType: "NONE" }));
    await client.send(
      new PutIntegrationCommand({
        ...options,
        type: "MOCK",
        requestTemplates: { "application/json": '{"statusCode": 200}' },
      }),
    );
  }
  const named = <T>(toValue: (value: string) => T) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, toValue(value)]),
    );
  await client.send(new PutMethodResponseCommand({ ...answer, responseParameters: named(() => false) }));
  await client.send(new PutIntegrationResponseCommand({ ...answer, responseParameters: named((value) => value) }));
  for (const httpMethod of others) await allowOrigin(client, { ...where, httpMethod }, allowed);
}

/** Answers that a function gives itself have its own headers. */
async function allowOrigin(
  client: APIGatewayClient,
  method: Where & { readonly httpMethod: string },
  allowed: string,
): Promise<void> {
  const { methodResponses = {}, methodIntegration } = await client.send(new GetMethodCommand(method));
  const { type, integrationResponses = {} } = methodIntegration ?? {};
  if (type === "AWS_PROXY" || type === "HTTP_PROXY") return;
  const path = `/responseParameters/method.response.header.${origin}`;
  for (const statusCode of Object.keys(integrationResponses)) {
    if (!methodResponses[statusCode]) continue;
    const answer = { ...method, statusCode };
    const declared = [{ op: "add" as const, path, value: "false" }];
    await client.send(new UpdateMethodResponseCommand({ ...answer, patchOperations: declared }));
    const given = [{ op: "add" as const, path, value: `'${allowed}'` }];
    await client.send(new UpdateIntegrationResponseCommand({ ...answer, patchOperations: given }));
  }
}
