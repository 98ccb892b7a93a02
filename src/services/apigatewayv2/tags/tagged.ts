import { fail } from "../../../platform/aws-error.ts";
import type { Tags } from "../../tags.ts";
import { apiArn } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { requireChange, requireDomain } from "../domain-names/domain-name.ts";
import { invalid, resourceNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Context } from "../operation.ts";
import { readApi, requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** What has tags: an API, one of its stages, a domain name. */
type Tagged = { readonly apiId: string; readonly stage: string | undefined } | { readonly domainName: string };

/** Throws NotFoundException for an ARN that names nothing that has tags here. */
function parse(arn: string, context: ApiGatewayV2Context): Tagged {
  const start = apiArn(context, "/");
  const path = arn.startsWith(start) ? arn.slice(start.length) : "";
  const [, domainName] = /^domainnames\/([^/]+)$/.exec(path) ?? [];
  if (domainName !== undefined) return { domainName };
  const [, apiId, stage] = /^apis\/([a-z0-9]+)(?:\/stages\/([^/]+))?$/.exec(path) ?? [];
  return apiId === undefined ? fail(resourceNotFound(arn)) : { apiId, stage };
}

export async function readTags(context: ApiGatewayV2Context, arn: string): Promise<Tags> {
  const tagged = parse(arn, context);
  if ("domainName" in tagged) return (await requireDomain(context, tagged.domainName)).tags;
  const { apiId, stage } = tagged;
  return readApi(context, apiId, async (tx, api) => {
    if (stage === undefined) return api.Tags;
    return (await requirePart(tx, apiId, "Stage", stage)).Tags ?? {};
  });
}

export async function changeTags(
  context: ApiGatewayV2Context,
  arn: string,
  change: (former: Tags) => Tags,
): Promise<void> {
  const tagged = parse(arn, context);
  if ("domainName" in tagged) {
    const { domainName } = tagged;
    await requireChange(context, domainName, (domain) => ({
      domain: { ...domain, tags: change(domain.tags) },
      result: {},
    }));
    return;
  }
  const { apiId, stage } = tagged;
  await writeApi(context, apiId, async (tx, api) => {
    if (stage === undefined) return apiStore.put(tx, { ...api, Tags: change(api.Tags) });
    const found = await requirePart(tx, apiId, "Stage", stage);
    await partStore.put(tx, apiId, "Stage", { ...found, Tags: { ...change(found.Tags ?? {}) } });
  });
}

/** Throws BadRequestException for tags that there may not be. */
export function withTags(former: Tags, added: Tags | undefined): Tags {
  const tags = { ...former, ...added };
  for (const [key, value] of Object.entries(added ?? {})) {
    if (key === "" || key.length > 128 || value.length > 256) throw invalid(`Invalid tag ${key}`);
    if (key.toLowerCase().startsWith("aws:")) throw invalid("Tag keys that begin with aws: are reserved for AWS use");
  }
  if (Object.keys(tags).length > limits.tagsPerResource)
    throw invalid(`A resource can have at most ${limits.tagsPerResource} tags`);
  return tags;
}
