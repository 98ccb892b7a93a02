import { findContextKeys } from "../context-keys.ts";
import type { IamOperation } from "../service-context.ts";

export const getContextKeysForCustomPolicy: IamOperation<"GetContextKeysForCustomPolicy"> = async ({
  PolicyInputList,
}) => ({ ContextKeyNames: findContextKeys(PolicyInputList) });
