import {
  APIGatewayClient,
  type ApiKey,
  CreateApiKeyCommand,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  UpdateApiKeyCommand,
} from "@aws-sdk/client-api-gateway";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import { useState } from "react";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { patchesOf } from "../rest/patches.ts";

const fields: readonly FieldDescription[] = [
  { name: "name", label: "Name", required: "Enter a name for the API key." },
  { name: "description", label: "Description" },
  { name: "enabled", label: "State", kind: "check", text: "Active" },
];

export function Component() {
  const client = useClient(APIGatewayClient);
  const notify = useNotify();
  const [shown, setShown] = useState<{ readonly name: string; readonly value: string }>();
  const keys = useLive(
    "apigateway/api-keys",
    async () => (await client.send(new GetApiKeysCommand({ limit: 500 }))).items ?? [],
  );
  const show = useAction(
    async ({ id, name = "" }: ApiKey) => {
      const { value = "" } = await client.send(new GetApiKeyCommand({ apiKey: id, includeValue: true }));
      setShown({ name, value });
    },
    (error) => notify.error("The key could not be read", error),
  );
  return (
    <Page title="API keys" breadcrumbs={[]} description="By which usage plans know who calls: sent as x-api-key.">
      <PartTable<ApiKey>
        id="apigateway.api-keys"
        title="API keys"
        noun="API keys"
        one="API key"
        live={keys}
        rowId={({ id = "" }) => id}
        name={({ name = "" }) => name}
        columns={[
          { id: "name", header: "Name", cell: (one) => one.name, value: (one) => one.name, width: 220 },
          { id: "id", header: "ID", cell: (one) => one.id, value: (one) => one.id, width: 150 },
          {
            id: "state",
            header: "Status",
            cell: (one) => (one.enabled ? "Active" : "Inactive"),
            value: (one) => (one.enabled ? "Active" : "Inactive"),
            width: 120,
          },
          {
            id: "created",
            header: "Created",
            cell: (one) => formatTime(one.createdDate),
            value: (one) => one.createdDate?.getTime(),
            width: 290,
          },
        ]}
        empty="No API keys."
        more={(selected) => (
          <Button disabled={!selected} loading={show.isRunning} onClick={() => selected && void show.run(selected)}>
            Show key
          </Button>
        )}
        create={{
          text: "Create API key",
          fields: [
            ...fields,
            {
              name: "value",
              label: "Custom key",
              constraint: "20 to 128 characters. Empty: one is generated.",
              problem: (value) => (value.length < 20 || value.length > 128 ? "Use 20 to 128 characters." : undefined),
            },
          ],
          initial: { enabled: "true" },
          save: ({ name, description, enabled, value }) =>
            client.send(
              new CreateApiKeyCommand({
                name,
                description: description || undefined,
                enabled: enabled === "true",
                value: value || undefined,
              }),
            ),
          done: ({ name }) => `Successfully created API key ${name}.`,
        }}
        edit={{
          fields,
          initial: ({ name = "", description = "", enabled }) => ({
            name,
            description,
            enabled: enabled ? "true" : "",
          }),
          save: ({ id: apiKey, name, description, enabled }, values) =>
            client.send(
              new UpdateApiKeyCommand({
                apiKey,
                patchOperations: patchesOf(
                  { "/name": name, "/description": description, "/enabled": String(enabled ?? false) },
                  {
                    "/name": values.name,
                    "/description": values.description,
                    "/enabled": String(values.enabled === "true"),
                  },
                ),
              }),
            ),
        }}
        remove={{
          body: () => "Who has it is refused from now on.",
          run: ({ id: apiKey }) => client.send(new DeleteApiKeyCommand({ apiKey })),
        }}
      />
      {shown && (
        <Modal
          visible
          header={`API key ${shown.name}`}
          onDismiss={() => setShown(undefined)}
          footer={
            <Box float="right">
              <Button variant="primary" onClick={() => setShown(undefined)}>
                Close
              </Button>
            </Box>
          }
        >
          <Copyable text={shown.value} what="API key" />
        </Modal>
      )}
    </Page>
  );
}
