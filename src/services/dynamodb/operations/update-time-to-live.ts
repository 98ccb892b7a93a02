import { fail } from "../../../platform/aws-error.ts";
import { tableIsBeingCreated, tableNotFound, validationException } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";
import { toSetExpiries } from "../ttl/expire.ts";

/** Says which attribute tells when an item is to go, or that none does. */
export const updateTimeToLive: DynamoDbOperation<"UpdateTimeToLive"> = async (input, context) => {
  const { AttributeName: attribute = "", Enabled: isEnabled = false } = input.TimeToLiveSpecification ?? {};
  const name = checkTableName(input.TableName, context);
  const { host, state } = context;
  const effectId = host.random.uuid();
  const changed = await state.tables.change(name, async (table, tx) => {
    if (table.status === "CREATING") throw tableIsBeingCreated(table.name);
    const former = table.timeToLive;
    if (isEnabled && former?.attribute === attribute) throw validationException("TimeToLive is already enabled");
    if (!isEnabled && !former) throw validationException("TimeToLive is already disabled");
    if (former && former.attribute !== attribute)
      throw validationException(
        `TimeToLive is active on a different AttributeName: current AttributeName is ${former.attribute}`,
      );
    const timeToLive = isEnabled ? { attribute, changedMs: host.clock.nowMs() } : undefined;
    const to = { ...table, timeToLive };
    if (isEnabled) await tx.emit(toSetExpiries(to, effectId));
    return { to, gives: undefined };
  });
  if (!changed) fail(tableNotFound(name.name));
  return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: isEnabled } };
};
