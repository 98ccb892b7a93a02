import { ownValue } from "../../../platform/own-value.ts";
import { urlExists } from "../errors.ts";
import { type FunctionFamily, qualifiedArn } from "../functions/function.ts";
import type { LambdaOperation } from "../operation.ts";
import { toUrlConfig } from "../urls/to-url-config.ts";
import type { UrlConfig } from "../urls/url-config.ts";
import { findUrlReference } from "../urls/url-reference.ts";

const idAlphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** An HTTP address for a function or alias. Source: "Creating and managing Lambda function URLs". */
export const createFunctionUrlConfig: LambdaOperation<"CreateFunctionUrlConfig"> = async (input, context) => {
  const { reference, family: former, key } = await findUrlReference(input, context, "set");
  const { state, host } = context;
  const checkNoUrl = ({ urls }: FunctionFamily) => {
    if (ownValue(urls, key)) throw urlExists(qualifiedArn(reference, reference.qualifier));
  };
  const nowMs = host.clock.nowMs();
  const config: UrlConfig = {
    id: host.random.text(32, idAlphabet),
    authType: input.AuthType,
    invokeMode: input.InvokeMode,
    cors: input.Cors,
    createdMs: nowMs,
    lastModifiedMs: nowMs,
  };
  checkNoUrl(former);
  // First the way to the function, then what it is checked against: whoever is told of the URL finds both.
  await state.urlIndex.add(config.id, former, key);
  const { family } = await state.functions.update(reference, async (stored) => {
    checkNoUrl(stored);
    return { ...stored, urls: { ...stored.urls, [key]: config } };
  });
  const { LastModifiedTime: _unasked, ...answer } = toUrlConfig(family, key, config, context);
  return answer;
};
