import { ownValue } from "../../../platform/own-value.ts";
import { aliasNotFound } from "../errors.ts";
import { type FunctionFamily, qualifiedArn } from "../functions/function.ts";
import type { AliasRecord } from "./alias.ts";

/** Throws ResourceNotFoundException. */
export function findAlias({ latest, aliases }: FunctionFamily, name: string): AliasRecord {
  const alias = ownValue(aliases, name);
  if (alias) return alias;
  throw aliasNotFound(qualifiedArn(latest, name));
}
