import {
  DeleteThingShadowCommand,
  GetThingShadowCommand,
  IoTDataPlaneClient,
  ListNamedShadowsForThingCommand,
  UpdateThingShadowCommand,
} from "@aws-sdk/client-iot-data-plane";
import { isNotFound } from "../../../aws/errors.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { checkIsNew } from "../../../form/create.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { shadowPath } from "../paths.ts";

/** A shadow's name; the classic one has none. */
type ShadowName = string | undefined;

const classicName = "Classic Shadow";

/** What is kept of a device's state. */
export function ThingShadows({ name: thingName }: { name: string }) {
  const client = useClient(IoTDataPlaneClient);
  const isThere = async (shadowName: ShadowName) => {
    try {
      await client.send(new GetThingShadowCommand({ thingName, shadowName }));
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  };
  const shadows = useLive(`iot/things/${thingName}/shadows`, async (): Promise<readonly ShadowName[]> => {
    const [hasClassic, { results = [] }] = await Promise.all([
      isThere(undefined),
      client.send(new ListNamedShadowsForThingCommand({ thingName, pageSize: 100 })),
    ]);
    return [...(hasClassic ? [undefined] : []), ...results];
  });
  return (
    <PartTable<ShadowName>
      id="iot.thing-shadows"
      title="Device Shadows"
      description="A shadow keeps what the device has last reported and what it should become, also while it is away."
      noun="shadows"
      one="shadow"
      live={shadows}
      rowId={(name) => name ?? ""}
      name={(name) => name ?? classicName}
      columns={[
        {
          id: "name",
          header: "Name",
          cell: (name) => <RouteLink href={shadowPath(thingName, name)}>{name ?? classicName}</RouteLink>,
          value: (name) => name ?? classicName,
          width: 260,
        },
        {
          id: "topic",
          header: "MQTT topic prefix",
          cell: (name) => topicOf(thingName, name),
          value: (name) => topicOf(thingName, name),
          width: 420,
        },
      ]}
      empty="No shadows. The first update of the device, or Create Shadow, makes one."
      create={{
        text: "Create Shadow",
        initial: { kind: "named" },
        fields: [
          {
            name: "kind",
            label: "Shadow type",
            kind: "radio",
            options: [
              { value: "named", label: "Named shadow" },
              { value: "classic", label: "Unnamed (classic) shadow" },
            ],
          },
          {
            name: "name",
            label: "Shadow name",
            required: "Enter a name for the shadow.",
            shown: ({ kind }) => kind === "named",
            problem: (name) =>
              /^[a-zA-Z0-9:_-]{1,64}$/.test(name)
                ? undefined
                : "Use up to 64 letters, digits, hyphens, colons and underscores.",
          },
        ],
        save: async ({ kind, name }) => {
          const shadowName = kind === "named" ? name : undefined;
          await checkIsNew(`a shadow ${shadowName ?? classicName}`, () => isThere(shadowName));
          const payload = new TextEncoder().encode('{"state":{"desired":{},"reported":{}}}');
          await client.send(new UpdateThingShadowCommand({ thingName, shadowName, payload }));
        },
        done: ({ kind, name }) => `Successfully created the shadow ${kind === "named" ? name : classicName}.`,
      }}
      remove={{
        body: () => "What it keeps of the device's state is gone.",
        run: (shadowName) => client.send(new DeleteThingShadowCommand({ thingName, shadowName })),
      }}
    />
  );
}

function topicOf(thing: string, shadow: ShadowName): string {
  return `$aws/things/${thing}/shadow${shadow === undefined ? "" : `/name/${shadow}`}`;
}
