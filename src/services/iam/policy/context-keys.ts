import { listOf, type PolicyDocument, statementsOf } from "../../policy-language/document.ts";
import { malformedPolicy } from "../errors.ts";
import { findPolicyFault } from "./validate-document.ts";

/** The condition keys that policies ask for, in conditions and in variables: what a simulation should be told. */
export function findContextKeys(documents: readonly string[]): string[] {
  const keys = new Set<string>();
  for (const document of documents) {
    const fault = findPolicyFault(document);
    if (fault) throw malformedPolicy(fault);
    for (const statement of statementsOf(JSON.parse(document) as PolicyDocument)) {
      for (const operands of Object.values(statement.Condition ?? {}))
        for (const key of Object.keys(operands)) keys.add(key);
      const texts = [...listOf(statement.Resource), ...listOf(statement.NotResource)];
      texts.push(...Object.values(statement.Condition ?? {}).map((operands) => JSON.stringify(operands)));
      for (const text of texts) for (const [, key = ""] of text.matchAll(/\$\{([^*?$}][^},\s]*)/g)) keys.add(key);
    }
  }
  return [...keys];
}
