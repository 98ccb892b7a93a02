import { AwsError } from "../../platform/aws-error.ts";
import type { AnyCheck, Call, Check, Keep } from "../format/lab.ts";
import { valueAt } from "../format/query.ts";
import { fillWords, UnknownValueError, type Values } from "../format/template.ts";
import type { Asker } from "./asker.ts";
import { unmet } from "./expectation.ts";

export type Verdict =
  | { readonly holds: true; readonly kept: Values }
  /** What was found and what to do. */
  | { readonly holds: false; readonly says: string }
  /** Something that an earlier step finds is not known yet. */
  | { readonly holds: false; readonly waits: true };

/** All have to hold; each may use what those before it keep. */
export async function checkAll(checks: readonly AnyCheck[], values: Values, asker: Asker): Promise<Verdict> {
  let kept: Values = {};
  for (const check of checks) {
    const verdict = await checkOne(check, { ...values, ...kept }, asker);
    if (!verdict.holds) return verdict;
    kept = { ...kept, ...verdict.kept };
  }
  return { holds: true, kept };
}

export async function checkOne(check: AnyCheck, values: Values, asker: Asker): Promise<Verdict> {
  if (!("any" in check)) return checkFact(check, values, asker);
  let first: Verdict | undefined;
  for (const each of check.any) {
    const verdict = await checkFact(each, values, asker);
    if (verdict.holds) return verdict;
    if (first === undefined || "waits" in first) first = verdict;
  }
  return first ?? { holds: true, kept: {} };
}

async function checkFact(check: Check, values: Values, asker: Asker): Promise<Verdict> {
  try {
    const says = await complaint(check, values, asker);
    if (typeof says !== "string") return { holds: true, kept: says };
    return { holds: false, says: (await hint(check, values, asker)) ?? says };
  } catch (error) {
    if (error instanceof UnknownValueError) return { holds: false, waits: true };
    throw error;
  }
}

/** What does not hold, in words; or, where all does, what is kept. */
async function complaint(check: Check, values: Values, asker: Asker): Promise<string | Values> {
  const answer = await answerTo(check, values, asker);
  if (answer instanceof AwsError) {
    if (check.fails !== undefined && isCode(answer, check.fails)) return {};
    return inWordsOf(answer, check, values);
  }
  if (check.fails !== undefined)
    return fillWords(check.refused[check.fails] ?? `${nameOf(check)} still finds it.`, values);
  return unmet(check.expect, answer, values) ?? keepOf(check.keep, answer, values);
}

export function keepOf(keep: Keep, facts: unknown, values: Values): Values {
  return Object.fromEntries(Object.entries(keep).map(([name, query]) => [name, valueAt(query, facts, values)]));
}

async function hint({ hints }: Check, values: Values, asker: Asker): Promise<string | undefined> {
  for (const each of hints) {
    const answer = await answerTo(each, values, asker);
    if (answer instanceof AwsError || unmet(each.expect, answer, values) !== undefined) continue;
    return fillWords(each.say, values);
  }
  return undefined;
}

async function answerTo(call: Call, values: Values, asker: Asker): Promise<unknown> {
  try {
    return await asker.ask(call, values);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

/** An error of the API that the lab has no words for is told as it is, and what it means if the caller may not look. */
function inWordsOf(error: AwsError, check: Check, values: Values): string {
  const { code, message } = error;
  const own = Object.entries(check.refused).find(([each]) => isCode(error, each));
  if (own !== undefined) return fillWords(own[1], { ...values, found: message });
  const isDenied = /AccessDenied|UnauthorizedOperation/.test(code);
  return isDenied
    ? `This cannot be looked at with your permissions: ${message} Ask who administers this account for them.`
    : `${nameOf(check)} answered ${code}: ${message}`;
}

/** Whether an error is the one that a lab names. Some protocols leave `Exception` out of the code that clients show, or have another. */
export function isCode({ code, queryCode }: AwsError, named: string): boolean {
  const short = (text: string) => text.replace(/(?:Exception|Fault)$/, "");
  return queryCode === named || short(code) === short(named);
}

function nameOf({ service, operation }: Call): string {
  return `${service}.${operation}`;
}
