import { AwsError } from "../../platform/aws-error.ts";
import type { ServiceHost } from "../../services/service-host.ts";
import type { Asker } from "../checks/asker.ts";
import { checkOne, isCode, keepOf } from "../checks/check.ts";
import { cannotPrepare } from "../errors.ts";
import type { Lab, Preparation } from "../format/lab.ts";
import type { Values } from "../format/template.ts";
import { bounded, valuesOf } from "./evaluate.ts";
import { type Progress, progressKey } from "./progress.ts";
import { progressStore } from "./progress-store.ts";

/**
 * Makes what has to be there before the first step, call by call; how far it came is stored after each, so that a start that was cut off goes on where it
 * was. A call that was made and not stored is made once more: labs give it a client token, or an error that means that it is there.
 */
export async function prepare(
  lab: Lab,
  begun: Progress,
  { host, account, asker }: { host: Pick<ServiceHost, "storage" | "clock">; account: string; asker: Asker },
): Promise<Progress> {
  let progress = begun;
  for (const preparation of lab.start.slice(begun.prepared)) {
    const values = valuesOf(lab, progress, progress.kept, account, host.clock.nowMs());
    const kept = bounded(await make(preparation, values, asker));
    progress = { ...progress, prepared: progress.prepared + 1, kept: { ...progress.kept, ...kept } };
    const { who, token, prepared } = progress;
    await host.storage.partition(progressKey(account, lab.name)).write(async (tx) => {
      const now = await progressStore.find(tx, who);
      if (now?.token === token && now.prepared < prepared)
        await progressStore.put(tx, { ...now, prepared, kept: { ...now.kept, ...kept } });
    });
  }
  return progress;
}

async function make(preparation: Preparation, values: Values, asker: Asker): Promise<Values> {
  const { unless, allowed, keep, service, operation } = preparation;
  const there = unless && (await checkOne(unless, values, asker));
  if (there?.holds) return there.kept;
  try {
    return keepOf(keep, await asker.do(preparation, values), values);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (allowed.some((code) => isCode(error, code))) return {};
    // Somebody who starts it at the same time may have been faster.
    asker.forget();
    const byOthers = unless && (await checkOne(unless, values, asker));
    if (byOthers?.holds) return byOthers.kept;
    throw cannotPrepare(`${service}.${operation}`, error);
  }
}
