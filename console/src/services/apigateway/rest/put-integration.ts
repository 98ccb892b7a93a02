import {
  type APIGatewayClient,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { Values } from "../../../described/field-checks.ts";
import { makeWhole } from "../../../form/create.ts";
import { allowInvoke } from "../../../permission/allow-invoke.ts";
import { needsResponses, toPutIntegration } from "./integration-fields.ts";

export interface MethodName {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

interface Putting {
  readonly method: MethodName;
  /** `/pets/{id}` */
  readonly path: string;
  readonly values: Values;
  readonly at: { readonly account: string; readonly region: string };
  /** That there are already, and go on with the new integration. */
  readonly templates?: Record<string, string> | undefined;
  readonly hasResponses: boolean;
}

/** An integration with what it needs: the function's permission to be invoked by this method, and a first answer where it has to be said. */
export async function putIntegration(
  client: APIGatewayClient,
  lambda: LambdaClient,
  { method, path, values, at, templates, hasResponses }: Putting,
): Promise<void> {
  await makeWhole(async (made) => {
    const put = toPutIntegration(values, at.region);
    const isMock = put.type === "MOCK";
    const requestTemplates = templates ?? (isMock ? { "application/json": '{"statusCode": 200}' } : undefined);
    await client.send(new PutIntegrationCommand({ ...method, ...put, requestTemplates }));
    if (needsResponses(values) && !hasResponses) {
      const answer = { ...method, statusCode: "200" };
      const responseModels = { "application/json": "Empty" };
      await client.send(new PutMethodResponseCommand({ ...answer, responseModels }));
      await client.send(new PutIntegrationResponseCommand(answer));
    }
    const { kind, functionArn = "", credentials } = values;
    if (kind === "lambda" && !credentials && !functionArn.includes("$")) {
      const verb = method.httpMethod === "ANY" ? "*" : method.httpMethod;
      const sourceArn = `arn:aws:execute-api:${at.region}:${at.account}:${method.restApiId}/*/${verb}${path.replaceAll(/\{[^}]*\}/g, "*")}`;
      await allowInvoke(lambda, { functionArn, principal: "apigateway.amazonaws.com", sourceArn }, made);
    }
  });
}
