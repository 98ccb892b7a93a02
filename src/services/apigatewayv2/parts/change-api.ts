import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { type ApiRecord, apisKey } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { autoDeploy } from "../deployments/deploy.ts";
import { apiNotFound, partNotFound, stageNotFound } from "../errors.ts";
import type { ApiGatewayV2Context } from "../operation.ts";
import type { PartKind, Parts } from "./part.ts";
import { partStore } from "./part-store.ts";

/** Reads of one API. Throws NotFoundException if it is not there. */
export function readApi<T>(
  context: ApiGatewayV2Context,
  apiId: string,
  read: (tx: ReadTransaction, api: ApiRecord) => Promise<T>,
): Promise<T> {
  return context.host.storage
    .partition(apisKey(context))
    .read(async (tx) => read(tx, await requireApi(tx, context, apiId)));
}

/** Changes of one API that stages which deploy by themselves serve at once: one commit. Throws NotFoundException if it is not there. */
export function changeApi<T>(
  context: ApiGatewayV2Context,
  apiId: string,
  change: (tx: WriteTransaction, api: ApiRecord) => Promise<T>,
): Promise<T> {
  return writeApi(context, apiId, async (tx, api) => {
    const result = await change(tx, api);
    await autoDeploy(tx, { host: context.host, apiId });
    return result;
  });
}

/** Changes that need no deployment: of stages, and of deployments themselves. */
export function writeApi<T>(
  context: ApiGatewayV2Context,
  apiId: string,
  change: (tx: WriteTransaction, api: ApiRecord) => Promise<T>,
): Promise<T> {
  return context.host.storage
    .partition(apisKey(context))
    .write(async (tx) => change(tx, await requireApi(tx, context, apiId)));
}

export async function requireApi(
  tx: ReadTransaction,
  { account }: ApiGatewayV2Context,
  apiId: string,
): Promise<ApiRecord> {
  return (await apiStore.find(tx, apiId)) ?? fail(apiNotFound(account, apiId));
}

export async function requirePart<K extends PartKind>(
  tx: ReadTransaction,
  apiId: string,
  kind: K,
  id: string,
): Promise<Parts[K]> {
  const found = await partStore.find(tx, apiId, kind, id);
  return found ?? fail(kind === "Stage" ? stageNotFound() : partNotFound(kind));
}
