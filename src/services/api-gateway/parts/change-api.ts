import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { apisKey, idAlphabet, partIdCharacters, type RestApiRecord } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { apiNotFound, notFound, partNotFound } from "../errors.ts";
import type { ApiGatewayContext } from "../operation.ts";
import type { PartKind, Parts } from "./part.ts";
import { partStore } from "./part-store.ts";

export function read<T>(context: ApiGatewayContext, body: (tx: ReadTransaction) => Promise<T>): Promise<T> {
  return context.host.storage.partition(apisKey(context)).read(body);
}

export function write<T>(context: ApiGatewayContext, body: (tx: WriteTransaction) => Promise<T>): Promise<T> {
  return context.host.storage.partition(apisKey(context)).write(body);
}

/** Reads of one API. Throws NotFoundException if it is not there. */
export function readApi<T>(
  context: ApiGatewayContext,
  apiId: string,
  body: (tx: ReadTransaction, api: RestApiRecord) => Promise<T>,
): Promise<T> {
  return read(context, async (tx) => body(tx, await requireApi(tx, context, apiId)));
}

/** Changes of one API: one commit. Throws NotFoundException if it is not there. */
export function writeApi<T>(
  context: ApiGatewayContext,
  apiId: string,
  body: (tx: WriteTransaction, api: RestApiRecord) => Promise<T>,
): Promise<T> {
  return write(context, async (tx) => body(tx, await requireApi(tx, context, apiId)));
}

async function requireApi(tx: ReadTransaction, { account }: ApiGatewayContext, apiId: string): Promise<RestApiRecord> {
  return (await apiStore.find(tx, apiId)) ?? fail(apiNotFound(account, apiId));
}

/** `owner` is an API, a usage plan or nobody. */
export async function requirePart<K extends PartKind>(
  tx: ReadTransaction,
  owner: string,
  kind: K,
  id: string,
): Promise<Parts[K]> {
  return (await partStore.find(tx, owner, kind, id)) ?? fail(absent(kind, id));
}

function absent(kind: PartKind, id: string) {
  switch (kind) {
    case "Stage":
      return notFound("Invalid stage identifier specified");
    case "Model":
      return notFound(`Invalid model name specified: ${id}`);
    case "RequestValidator":
      return partNotFound("Request Validator");
    case "DocumentationPart":
      return partNotFound("Documentation part");
    case "DocumentationVersion":
      return partNotFound("Documentation version");
    case "VpcLink":
      return partNotFound("Vpc Link");
    case "ClientCertificate":
      return partNotFound("client certificate");
    case "ApiKey":
      return partNotFound("API Key");
    case "UsagePlan":
      return notFound(`Invalid Usage Plan ID specified`);
    case "UsagePlanKey":
      return notFound(`Invalid Usage Plan Key ID specified`);
    default:
      return partNotFound(kind);
  }
}

export function newId({ host }: ApiGatewayContext, characters: number = partIdCharacters): string {
  return host.random.text(characters, idAlphabet);
}
