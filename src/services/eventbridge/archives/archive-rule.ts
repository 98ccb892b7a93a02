import type { WriteTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { ruleStore } from "../rules/rule-store.ts";
import { targetStore } from "../targets/target-store.ts";
import { type Archive, archiveArn, archiveRuleName } from "./archive.ts";

/** As ListRules names who manages an archive's rule. */
const managedBy = "prod.vhs.events.aws.internal";

/** The rule by which an archive takes events, as AWS shows it: of events that are none of a replay. Its target is EventBridge's own. */
export async function putArchiveRule(tx: WriteTransaction, at: Place, archive: Archive): Promise<void> {
  const { name, id, bus, pattern, createdMs } = archive;
  const rule = archiveRuleName(name);
  const former = await ruleStore.find(tx, bus, rule);
  await ruleStore.put(tx, {
    bus,
    name: rule,
    pattern: JSON.stringify({ ...(pattern && (JSON.parse(pattern) as object)), "replay-name": [{ exists: false }] }),
    state: former?.state ?? "ENABLED",
    managedBy,
    createdBy: at.account,
    createdMs,
    tags: {},
  });
  const InputTemplate = JSON.stringify({
    "archive-arn": `${archiveArn(at, name)}:${id}`,
    event: "<aws.events.event.json>",
    "ingestion-time": "<aws.events.event.ingestion-time>",
  });
  const Arn = `arn:aws:events:${at.region}:::`;
  await targetStore.put(tx, bus, rule, { Id: rule, Arn, InputTransformer: { InputPathsMap: {}, InputTemplate } });
}

export async function removeArchiveRule(tx: WriteTransaction, { name, bus }: Archive): Promise<void> {
  const rule = archiveRuleName(name);
  await targetStore.remove(tx, bus, rule, rule);
  await ruleStore.remove(tx, bus, rule);
}
