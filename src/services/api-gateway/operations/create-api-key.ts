import { apiIdCharacters } from "../apis/api.ts";
import { conflict, invalid, limitExceeded, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, write } from "../parts/change-api.ts";
import { type ApiKeyRecord, ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { withTags } from "../tags/tags.ts";
import { checkApiKey, toApiKey } from "../usage-plans/api-key.ts";

/** As AWS makes them. */
const valueCharacters = 40;
const valueAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export const createApiKey: ApiGatewayOperation<"CreateApiKey"> = (
  { stageKeys, generateDistinctId: _, tags, value: asked, name, ...rest },
  context,
) =>
  write(context, async (tx) => {
    const given = { ...rest, ...(name && { name }) };
    if (stageKeys?.length) throw notBuilt("stageKeys of API keys: usage plans have taken their place");
    // Terraform sends an empty one.
    const value = asked || undefined;
    if (value !== undefined && value.length < 20) throw invalid("API Key value should be at least 20 characters");
    if (value !== undefined && value.length > 128)
      throw invalid("API Key value exceeds maximum size of 128 characters");
    checkApiKey(given);
    const former = await partStore.list(tx, ofAccount, "ApiKey");
    if (former.length >= limits.apiKeysPerRegion) throw limitExceeded("Maximum number of API keys has been reached");
    if (value !== undefined && former.some((each) => each.value === value)) throw conflict("API Key already exists");
    const nowMs = context.host.clock.nowMs();
    const key: ApiKeyRecord = {
      ...given,
      id: newId(context, apiIdCharacters),
      value: value ?? context.host.random.text(valueCharacters, valueAlphabet),
      enabled: given.enabled ?? false,
      createdMs: nowMs,
      updatedMs: nowMs,
      ...(tags && { tags: withTags({}, tags) }),
    };
    await partStore.put(tx, ofAccount, "ApiKey", key);
    return toApiKey(key, true);
  });
