import {
  CreateThingTypeCommand,
  DeleteThingTypeCommand,
  DeprecateThingTypeCommand,
  IoTClient,
  ListThingTypesCommand,
  type ThingTypeDefinition,
} from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import { linesOf } from "../../../described/field-checks.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { readAll } from "../read-all.ts";

export function Component() {
  const client = useClient(IoTClient);
  const notify = useNotify();
  const types = useLive("iot/types", () =>
    readAll(
      (nextToken) => client.send(new ListThingTypesCommand({ nextToken })),
      (page) => page.thingTypes,
    ),
  );
  const deprecate = useAction(
    async ({ thingTypeName, thingTypeMetadata }: ThingTypeDefinition) => {
      const undoDeprecate = thingTypeMetadata?.deprecated === true;
      await client.send(new DeprecateThingTypeCommand({ thingTypeName, undoDeprecate }));
      notify.success(`Successfully ${undoDeprecate ? "undeprecated" : "deprecated"} thing type ${thingTypeName}.`);
      types.refresh();
    },
    (error) => notify.error("The thing type could not be changed", error),
  );
  return (
    <Page title="Thing types" breadcrumbs={[]} description="A type says what things of one kind have in common.">
      <PartTable<ThingTypeDefinition>
        id="iot.types"
        title="Thing types"
        noun="thing types"
        one="thing type"
        live={types}
        rowId={({ thingTypeName = "" }) => thingTypeName}
        name={({ thingTypeName = "" }) => thingTypeName}
        columns={[
          {
            id: "name",
            header: "Name",
            cell: ({ thingTypeName }) => thingTypeName,
            value: ({ thingTypeName = "" }) => thingTypeName,
            width: 220,
          },
          {
            id: "description",
            header: "Description",
            cell: ({ thingTypeProperties }) => thingTypeProperties?.thingTypeDescription || "-",
            value: ({ thingTypeProperties }) => thingTypeProperties?.thingTypeDescription ?? "",
            width: 280,
          },
          {
            id: "attributes",
            header: "Searchable attributes",
            cell: ({ thingTypeProperties }) => thingTypeProperties?.searchableAttributes?.join(", ") || "-",
            width: 220,
          },
          {
            id: "state",
            header: "State",
            cell: ({ thingTypeMetadata }) => (thingTypeMetadata?.deprecated ? "Deprecated" : "Active"),
            value: ({ thingTypeMetadata }) => (thingTypeMetadata?.deprecated ? "Deprecated" : "Active"),
            width: 120,
          },
        ]}
        empty="No thing types."
        more={(selected) => (
          <Button
            disabled={!selected}
            loading={deprecate.isRunning}
            onClick={() => selected && void deprecate.run(selected)}
          >
            {selected?.thingTypeMetadata?.deprecated ? "Undeprecate" : "Deprecate"}
          </Button>
        )}
        create={{
          text: "Create thing type",
          initial: {},
          fields: [
            {
              name: "name",
              label: "Thing type name",
              required: "Enter a name for the type.",
              problem: (name) =>
                /^[a-zA-Z0-9:_-]{1,128}$/.test(name)
                  ? undefined
                  : "Use up to 128 letters, digits, hyphens, colons and underscores.",
            },
            { name: "description", label: "Description" },
            {
              name: "attributes",
              label: "Searchable attributes",
              kind: "area",
              rows: 3,
              constraint: "One name a line, 3 at most.",
              problem: (text) => (linesOf(text).length > 3 ? "There can be 3 at most." : undefined),
            },
          ],
          save: ({ name: thingTypeName, description, attributes }) =>
            client.send(
              new CreateThingTypeCommand({
                thingTypeName,
                thingTypeProperties: {
                  thingTypeDescription: description || undefined,
                  searchableAttributes: linesOf(attributes),
                },
              }),
            ),
          done: ({ name }) => `Successfully created thing type ${name}.`,
        }}
        remove={{
          body: () => "A type is deprecated first, and can be deleted five minutes later.",
          run: ({ thingTypeName }) => client.send(new DeleteThingTypeCommand({ thingTypeName })),
        }}
      />
    </Page>
  );
}
