import { AwsError } from "../../platform/aws-error.ts";
import type { Asker } from "../checks/asker.ts";
import { checkOne } from "../checks/check.ts";
import type { Call, Lab, Leftover } from "../format/lab.ts";
import { valueAt } from "../format/query.ts";
import { fillWords, UnknownValueError, type Values } from "../format/template.ts";
import { limits } from "../limits.ts";

/** Something that a lab has left. */
export interface Left {
  readonly name: string;
  readonly delete: readonly Call[];
  readonly values: Values;
}

/** What is still there of the lab, in the order in which it can be deleted. */
export async function listLeft(lab: Lab, values: Values, asker: Asker): Promise<Left[]> {
  const left: Left[] = [];
  for (const leftover of lab.end) left.push(...(await listOf(leftover, values, asker)));
  return left;
}

/** Deletes it as far as it can be deleted. Gives what could not, and why. */
export async function deleteLeft(
  lab: Lab,
  values: Values,
  asker: Asker,
): Promise<{ deleted: string[]; failed: string[] }> {
  const deleted: string[] = [];
  const failed: string[] = [];
  for (const leftover of lab.end) {
    // Listed anew until there is nothing new: a page of a long list may be all that was seen. What goes in its own time is seen twice.
    const seen = new Set<string>();
    for (;;) {
      const left = (await listOf(leftover, values, asker)).filter(({ name }) => !seen.has(name));
      if (left.length === 0) break;
      for (const each of left) {
        seen.add(each.name);
        const failure = await deleteOne(each, asker);
        if (failure === undefined) deleted.push(each.name);
        else failed.push(`${each.name}: ${failure}`);
      }
    }
  }
  return { deleted, failed };
}

async function listOf({ name, look, each, delete: calls }: Leftover, values: Values, asker: Asker): Promise<Left[]> {
  try {
    const verdict = await checkOne(look, values, asker);
    if (!verdict.holds) return [];
    const known = { ...values, ...verdict.kept };
    if (each === undefined) return [{ name: fillWords(name, known), delete: calls, values: known }];
    const found = valueAt(each, await asker.ask(look, values), known);
    return [found]
      .flat()
      .slice(0, limits.leftOfKind)
      .flatMap((one) => {
        if (one === null || one === undefined) return [];
        const own = { ...known, each: one };
        return [{ name: fillWords(name, own), delete: calls, values: own }];
      });
  } catch (error) {
    // What it is about was never made, or may not be seen.
    if (error instanceof UnknownValueError) return [];
    throw error;
  }
}

/** Why it could not, or undefined. What is gone already is no failure. */
async function deleteOne({ delete: calls, values }: Left, asker: Asker): Promise<string | undefined> {
  for (const call of calls) {
    try {
      await asker.do(call, values);
    } catch (error) {
      if (error instanceof UnknownValueError) continue;
      if (!(error instanceof AwsError)) throw error;
      if (!/NotFound|NoSuch|DoesNotExist|NonExistent/.test(error.code))
        return `${call.service}.${call.operation} answered ${error.code}: ${error.message}`;
    }
  }
  return undefined;
}
