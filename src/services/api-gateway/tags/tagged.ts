import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { Tags } from "../../tags.ts";
import { gatewayArn } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { notFound } from "../errors.ts";
import type { ApiGatewayContext } from "../operation.ts";
import { read, requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** What has tags: an API, one of its stages, an API key, a usage plan. */
interface Tagged {
  readonly find: (tx: ReadTransaction) => Promise<Tags | undefined>;
  readonly put: (tx: WriteTransaction, tags: Record<string, string>) => Promise<void>;
}

/** Throws NotFoundException for an ARN that names nothing that has tags here. */
function parse(arn: string, context: ApiGatewayContext): Tagged {
  const start = gatewayArn(context, "/");
  const path = arn.startsWith(start) ? arn.slice(start.length) : "";
  const [, apiId, stage] = /^restapis\/([a-z0-9]+)(?:\/stages\/([^/]+))?$/.exec(path) ?? [];
  if (apiId !== undefined) return stage === undefined ? ofApi(apiId, arn) : ofPart(apiId, "Stage", stage);
  const [, group, id] = /^(apikeys|usageplans)\/([a-z0-9]+)$/.exec(path) ?? [];
  if (group === undefined || id === undefined) throw notFound(`Invalid resource identifier specified ${arn}`);
  return ofPart(ofAccount, group === "apikeys" ? "ApiKey" : "UsagePlan", id);
}

function ofApi(apiId: string, arn: string): Tagged {
  const require = async (tx: ReadTransaction) =>
    (await apiStore.find(tx, apiId)) ?? fail(notFound(`Invalid resource identifier specified ${arn}`));
  return {
    find: async (tx) => (await require(tx)).tags,
    put: async (tx, tags) => apiStore.put(tx, { ...(await require(tx)), tags }),
  };
}

function ofPart(owner: string, kind: "Stage" | "ApiKey" | "UsagePlan", id: string): Tagged {
  return {
    find: async (tx) => (await requirePart(tx, owner, kind, id)).tags,
    put: async (tx, tags) => {
      const part = await requirePart(tx, owner, kind, id);
      await partStore.put(tx, owner, kind, { ...part, tags });
    },
  };
}

export async function readTags(context: ApiGatewayContext, arn: string): Promise<Tags> {
  const tagged = parse(arn, context);
  return (await read(context, tagged.find)) ?? {};
}

export async function changeTags(
  context: ApiGatewayContext,
  arn: string,
  change: (former: Tags) => Tags,
): Promise<void> {
  const tagged = parse(arn, context);
  await write(context, async (tx) => tagged.put(tx, { ...change((await tagged.find(tx)) ?? {}) }));
}
