import type { IamOperation } from "../operation.ts";
import { findContextKeys } from "../policy/context-keys.ts";
import { readHolderDocuments } from "../policy-holders/holder-documents.ts";

/** Of the policies of a user (with its groups), group or role, and those given. */
export const getContextKeysForPrincipalPolicy: IamOperation<"GetContextKeysForPrincipalPolicy"> = async (
  { PolicySourceArn, PolicyInputList = [] },
  context,
) => {
  const { identity } = await readHolderDocuments(context, PolicySourceArn);
  return { ContextKeyNames: findContextKeys([...identity.map(({ document }) => document), ...PolicyInputList]) };
};
