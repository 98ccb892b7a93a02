import { toSigningConfig } from "../code-signing/signing-config.ts";
import { signingConfigStore } from "../code-signing/signing-config-store.ts";
import { pageOf } from "../functions/page.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

export const listCodeSigningConfigs: LambdaOperation<"ListCodeSigningConfigs"> = async (input, context) => {
  const all = await context.state.functions.read(context, signingConfigStore.list);
  const { items, nextMarker } = pageOf(all, input, limits.functionsPage, ({ id }) => id);
  return { CodeSigningConfigs: items.map(toSigningConfig), NextMarker: nextMarker };
};
