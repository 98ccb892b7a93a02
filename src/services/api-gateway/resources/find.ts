import type { Integration, IntegrationResponse, Method, MethodResponse } from "@aws-sdk/client-api-gateway";
import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { notFound, partNotFound } from "../errors.ts";
import type { ApiGatewayContext } from "../operation.ts";
import { read, requirePart, write } from "../parts/change-api.ts";
import type { ResourceRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** Where a method is: AWS says of an API that is not there that the resource isn't. */
export interface MethodPlace {
  readonly restApiId?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly httpMethod?: string | undefined;
}

export function requireMethod(resource: ResourceRecord, httpMethod: string | undefined): Method {
  return resource.methods[httpMethod ?? ""] ?? fail(partNotFound("Method"));
}

export function requireIntegration(method: Method): Integration {
  return method.methodIntegration ?? fail(partNotFound("Integration"));
}

export function requireMethodResponse(method: Method, statusCode: string | undefined): MethodResponse {
  return method.methodResponses?.[statusCode ?? ""] ?? fail(statusNotFound());
}

export function requireIntegrationResponse(
  integration: Integration,
  statusCode: string | undefined,
): IntegrationResponse {
  return integration.integrationResponses?.[statusCode ?? ""] ?? fail(statusNotFound());
}

export function statusNotFound() {
  return notFound("Invalid Response status code specified");
}

export function findResource(tx: ReadTransaction, { restApiId = "", resourceId = "" }: MethodPlace) {
  return requirePart(tx, restApiId, "Resource", resourceId);
}

/** Throws NotFoundException for a resource or a method that is not there. */
export function readMethod(context: ApiGatewayContext, place: MethodPlace): Promise<Method> {
  return read(context, async (tx) => requireMethod(await findResource(tx, place), place.httpMethod));
}

/** Changes one method of a resource, or takes it away. Throws NotFoundException for what is not there. */
export async function changeMethod<T>(
  context: ApiGatewayContext,
  place: MethodPlace,
  change: (
    method: Method,
    tx: WriteTransaction,
    resource: ResourceRecord,
  ) => Promise<{ method: Method | undefined; result: T }> | { method: Method | undefined; result: T },
): Promise<T> {
  return write(context, async (tx) => {
    const resource = await findResource(tx, place);
    const { method, result } = await change(requireMethod(resource, place.httpMethod), tx, resource);
    await putMethod(tx, place, resource, method);
    return result;
  });
}

export async function putMethod(
  tx: WriteTransaction,
  { restApiId = "", httpMethod = "" }: MethodPlace,
  resource: ResourceRecord,
  method: Method | undefined,
): Promise<void> {
  const methods = new Map(Object.entries(resource.methods));
  if (method) methods.set(httpMethod, method);
  else methods.delete(httpMethod);
  await partStore.put(tx, restApiId, "Resource", { ...resource, methods: Object.fromEntries(methods) });
}

/** The same of a method's integration. */
export function changeIntegration<T>(
  context: ApiGatewayContext,
  place: MethodPlace,
  change: (integration: Integration) => { integration: Integration | undefined; result: T },
): Promise<T> {
  return changeMethod(context, place, (method) => {
    const { integration, result } = change(requireIntegration(method));
    const { methodIntegration: _, ...rest } = method;
    return { method: integration ? { ...rest, methodIntegration: integration } : rest, result };
  });
}
