import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { Tags } from "../../tags.ts";
import { gatewayArn } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { requireChange, requireDomain } from "../domain-names/domain-name.ts";
import { notFound } from "../errors.ts";
import type { ApiGatewayContext } from "../operation.ts";
import { read, requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** What has tags, domain names apart: an API, one of its stages, an API key, a usage plan, a certificate for clients, a VPC link. */
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
  const [, group = "", id = ""] = /^([a-z]+)\/([a-z0-9]+)$/.exec(path) ?? [];
  const kind = Object.hasOwn(groups, group) ? groups[group] : undefined;
  if (kind === undefined) throw notFound(`Invalid resource identifier specified ${arn}`);
  return ofPart(ofAccount, kind, id);
}

const groups: Readonly<Record<string, TaggedPart>> = {
  apikeys: "ApiKey",
  usageplans: "UsagePlan",
  clientcertificates: "ClientCertificate",
  vpclinks: "VpcLink",
};

type TaggedPart = "Stage" | "ApiKey" | "UsagePlan" | "ClientCertificate" | "VpcLink";

/** Of `arn:aws:apigateway:REGION::/domainnames/NAME`; undefined for another. */
function domainOf(arn: string, context: ApiGatewayContext): string | undefined {
  const start = gatewayArn(context, "/domainnames/");
  return arn.startsWith(start) ? arn.slice(start.length) : undefined;
}

function ofApi(apiId: string, arn: string): Tagged {
  const require = async (tx: ReadTransaction) =>
    (await apiStore.find(tx, apiId)) ?? fail(notFound(`Invalid resource identifier specified ${arn}`));
  return {
    find: async (tx) => (await require(tx)).tags,
    put: async (tx, tags) => apiStore.put(tx, { ...(await require(tx)), tags }),
  };
}

function ofPart(owner: string, kind: TaggedPart, id: string): Tagged {
  return {
    find: async (tx) => (await requirePart(tx, owner, kind, id)).tags,
    put: async (tx, tags) => {
      const part = await requirePart(tx, owner, kind, id);
      await partStore.put(tx, owner, kind, { ...part, tags });
    },
  };
}

export async function readTags(context: ApiGatewayContext, arn: string): Promise<Tags> {
  const domain = domainOf(arn, context);
  if (domain !== undefined) return (await requireDomain(context, domain)).tags;
  const tagged = parse(arn, context);
  return (await read(context, tagged.find)) ?? {};
}

export async function changeTags(
  context: ApiGatewayContext,
  arn: string,
  change: (former: Tags) => Tags,
): Promise<void> {
  const domain = domainOf(arn, context);
  if (domain !== undefined) {
    await requireChange(context, domain, (found) => ({ domain: { ...found, tags: change(found.tags) }, result: {} }));
    return;
  }
  const tagged = parse(arn, context);
  await write(context, async (tx) => tagged.put(tx, { ...change((await tagged.find(tx)) ?? {}) }));
}
