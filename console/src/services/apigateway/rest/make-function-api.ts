import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { Made } from "../../../form/create.ts";
import { putIntegration } from "./put-integration.ts";

interface FunctionApi {
  readonly name: string;
  readonly description: string;
  readonly stage: string;
  /** Of the one resource, below the root: a function's name. */
  readonly pathPart: string;
  readonly functionArn: string;
  readonly authorizationType: "NONE" | "AWS_IAM";
  readonly needsKey: boolean;
  readonly at: { readonly account: string; readonly region: string };
}

/** A REST API with one resource, any of whose methods invokes the function, deployed. Gives its id. */
export async function makeFunctionApi(
  client: APIGatewayClient,
  lambda: LambdaClient,
  { name, description, stage, pathPart, functionArn, authorizationType, needsKey, at }: FunctionApi,
  made: Made,
): Promise<string> {
  const { id: restApiId = "", rootResourceId: parentId } = await client.send(
    new CreateRestApiCommand({ name, description, endpointConfiguration: { types: ["REGIONAL"] } }),
  );
  made(`the API ${name}`, () => client.send(new DeleteRestApiCommand({ restApiId })));
  const { id: resourceId = "" } = await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
  const method = { restApiId, resourceId, httpMethod: "ANY" };
  await client.send(new PutMethodCommand({ ...method, authorizationType, apiKeyRequired: needsKey }));
  await putIntegration(client, lambda, {
    ...{ method, path: `/${pathPart}`, at, hasResponses: false },
    values: { kind: "lambda", proxy: "true", functionArn },
  });
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: stage }));
  return restApiId;
}
