import { type PolicyDocument, type Statement, statementsOf } from "./policy-document.ts";

/** The policy with one more statement; one of the same Sid makes room for it. */
export function withStatement(policy: string | undefined, statement: Statement): string {
  const document = policy ? (JSON.parse(policy) as PolicyDocument) : undefined;
  const others = statementsOf(document).filter(({ Sid }) => Sid !== statement.Sid);
  return JSON.stringify({ Version: "2012-10-17", ...document, Statement: [...others, statement] });
}
