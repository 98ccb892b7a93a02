import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { Made } from "../../../form/create.ts";
import { putIntegration } from "./put-integration.ts";

interface FunctionApi extends FunctionResource {
  readonly name: string;
  readonly description: string;
}

interface FunctionResource {
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
  { name, description, ...of }: FunctionApi,
  made: Made,
): Promise<string> {
  const { id: restApiId = "", rootResourceId: parentId } = await client.send(
    new CreateRestApiCommand({ name, description, endpointConfiguration: { types: ["REGIONAL"] } }),
  );
  made(`the API ${name}`, () => client.send(new DeleteRestApiCommand({ restApiId })));
  await addFunctionResource(client, lambda, { restApiId, parentId, ...of }, made);
  return restApiId;
}

/** The same in an API that is there: below its root, deployed to the stage. */
export async function addFunctionResource(
  client: APIGatewayClient,
  lambda: LambdaClient,
  {
    restApiId,
    parentId,
    stage,
    pathPart,
    functionArn,
    authorizationType,
    needsKey,
    at,
  }: FunctionResource & { readonly restApiId: string; readonly parentId: string | undefined },
  made: Made,
): Promise<void> {
  const { id: resourceId = "" } = await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
  made(`the resource /${pathPart}`, () => client.send(new DeleteResourceCommand({ restApiId, resourceId })));
  const method = { restApiId, resourceId, httpMethod: "ANY" };
  await client.send(new PutMethodCommand({ ...method, authorizationType, apiKeyRequired: needsKey }));
  await putIntegration(client, lambda, {
    ...{ method, path: `/${pathPart}`, at, hasResponses: false },
    values: { kind: "lambda", proxy: "true", functionArn },
  });
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: stage }));
}
