import type { AwsError } from "../../../platform/aws-error.ts";
import { compilePattern } from "../../event-pattern/compile-pattern.ts";
import { snsFilterPolicy } from "../../event-pattern/dialect.ts";
import { jsonComplaint } from "../../event-pattern/json-complaint.ts";
import { countCombinations, type PatternNode } from "../../event-pattern/pattern.ts";
import { PatternError } from "../../event-pattern/pattern-error.ts";
import { createMatcher } from "../../event-pattern/pattern-index.ts";
import { limits } from "../limits.ts";
import type { FilteredMessage } from "./filtered-message.ts";

export type FilterScope = "MessageAttributes" | "MessageBody";

/** Whether a subscription gets a message, and if not, why, as the metrics tell it. */
export type Filtered = "delivered" | "NoMessageAttributes" | "MessageAttributes" | "MessageBody" | "InvalidMessageBody";

export type Filter = (message: FilteredMessage, protocol: string) => Filtered;

/** Throws what `refuse` makes of AWS's words. Source: "Filter policy constraints in Amazon SNS". */
export function checkFilterPolicy(json: string, scope: FilterScope, refuse: (reason: string) => AwsError): void {
  if (Buffer.byteLength(json) > limits.filterPolicyBytes) throw refuse("FilterPolicy: Filter policy is too large");
  let root: PatternNode;
  try {
    ({ root } = compilePattern(json, snsFilterPolicy));
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const complaint = jsonComplaint(json);
    if (complaint !== undefined) throw refuse(`FilterPolicy: failed to parse JSON. ${complaint}`);
    const compact = JSON.stringify(JSON.parse(json));
    throw refuse(`FilterPolicy: ${compact === json ? error.message : messageFor(compact)}`);
  }
  if (root.length > mostKeys) throw refuse(`FilterPolicy: Filter policy can not have more than ${mostKeys} keys`);
  if (countCombinations(root) > mostCombinations) throw refuse("FilterPolicy: Filter policy is too complex");
  if (scope === "MessageAttributes" && isNested(root))
    throw refuse("Filter policy scope MessageAttributes does not support nested filter policy");
}

/** Of a policy that is wrong: AWS quotes it without its spaces, and says where in that the fault is. */
function messageFor(json: string): string {
  try {
    compilePattern(json, snsFilterPolicy);
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
  return "Filter policy is not valid";
}

const mostKeys = 5;
const mostCombinations = 150;

function isNested(node: PatternNode): boolean {
  return node.some((member) => member.kind === "node" || (member.kind === "or" && member.ways.some(isNested)));
}

/** Of a policy that has been checked. */
export function toFilter(json: string, scope: FilterScope): Filter {
  const matches = createMatcher(compilePattern(json, snsFilterPolicy));
  if (scope === "MessageBody") {
    return (message, protocol) => {
      const event = message.bodyFor(protocol);
      if (!event) return "InvalidMessageBody";
      return matches(event) ? "delivered" : "MessageBody";
    };
  }
  return (message) => {
    if (matches(message.attributes)) return "delivered";
    return message.hasAttributes ? "MessageAttributes" : "NoMessageAttributes";
  };
}
