import { connectedIfIndexed } from "../fleet-index/connected-if-indexed.ts";
import { compileFleetQuery } from "../fleet-index/fleet-query.ts";
import { requireIndexing } from "../fleet-index/indexing-settings.ts";
import { thingDocument } from "../fleet-index/thing-document.ts";
import { thingGroups } from "../groups/thing-group.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { listWanted } from "../registry/list-page.ts";
import { things } from "../things/thing.ts";

/** Things (or groups) that a query finds. A page looks at so many records and no more: it may have fewer than are asked for, and a token. */
export const searchIndex: IotOperation<"SearchIndex"> = async (input, context) => {
  const { indexName = "AWS_Things", queryString = "" } = input;
  const takes = compileFleetQuery(queryString);
  const connected = await connectedIfIndexed(context);
  return context.state.registry.read(context, async (tx) => {
    await requireIndexing(tx, indexName);
    if (indexName === "AWS_ThingGroups") {
      const { page, nextToken } = await listWanted(
        input,
        tx,
        (reading, rows) => thingGroups.list(reading, rows),
        ({ name, record }) =>
          takes(
            new Map([
              ["thingGroupName", name],
              ["thingGroupId", record.id],
              ...(record.description === undefined ? [] : [["description", record.description] as const]),
              ...Object.entries(record.attributes).map(([key, value]) => [`attributes.${key}`, value] as const),
            ]),
          ),
      );
      const groups = page.map(({ name, record }) => ({
        thingGroupName: name,
        thingGroupId: record.id,
        thingGroupDescription: record.description,
        attributes: { ...record.attributes },
        parentGroupNames: record.parent === undefined ? [] : [record.parent],
      }));
      return { thingGroups: groups, nextToken };
    }
    const { page, nextToken } = await listWanted(
      input,
      tx,
      (reading, rows) => things.list(reading, rows),
      ({ name, record }) => takes(thingDocument(name, record, connected)),
    );
    const found = [];
    for (const { name, record } of page) {
      const groups = await linkStore.sources(tx, "group-thing", name, { after: "", limit: 100 });
      const sinceMs = connected?.get(name);
      found.push({
        thingName: name,
        thingId: record.id,
        thingTypeName: record.typeName,
        thingGroupNames: groups.length > 0 ? groups.map((each) => each.name) : undefined,
        attributes: { ...record.attributes },
        connectivity: connected && { connected: sinceMs !== undefined, timestamp: sinceMs },
      });
    }
    return { things: found, nextToken };
  });
};
