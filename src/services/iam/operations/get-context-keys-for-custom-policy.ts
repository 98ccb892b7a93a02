import type { IamOperation } from "../operation.ts";
import { findContextKeys } from "../policy/context-keys.ts";

export const getContextKeysForCustomPolicy: IamOperation<"GetContextKeysForCustomPolicy"> = async ({
  PolicyInputList,
}) => ({ ContextKeyNames: findContextKeys(PolicyInputList) });
