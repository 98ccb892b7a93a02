import {
  DescribeEndpointCommand,
  GetV2LoggingOptionsCommand,
  IoTClient,
  SetV2LoggingOptionsCommand,
} from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useRoleChoices } from "../../../choices/roles.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { Details } from "../../../shell/details.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

/** Where devices find the server, and what is logged of them. */
export function Component() {
  const client = useClient(IoTClient);
  const endpoints = useLive(
    "iot/endpoints",
    () =>
      Promise.all(
        endpointTypes.map(async ([endpointType, label]) => {
          const { endpointAddress = "" } = await client.send(new DescribeEndpointCommand({ endpointType }));
          return [label, endpointAddress] as const;
        }),
      ),
    { everyMs: 10_000 },
  );
  return (
    <Page title="Settings" breadcrumbs={[]}>
      <SpaceBetween size="l">
        <Loaded live={endpoints} what="the endpoints" feature="AWS IoT">
          {(found) => (
            <Details
              title="Device data endpoint"
              description="Devices connect there by MQTT over TLS with their certificates, and by MQTT over WebSocket and HTTPS."
              columns={2}
              items={found.map(([label, address]) => [label, <Copyable key={label} text={address} what={label} />])}
            />
          )}
        </Loaded>
        <Logs />
      </SpaceBetween>
    </Page>
  );
}

const endpointTypes = [
  ["iot:Data-ATS", "Data endpoint"],
  ["iot:Jobs", "Jobs endpoint"],
  ["iot:CredentialProvider", "Credential provider endpoint"],
] as const;

function Logs() {
  const client = useClient(IoTClient);
  const [isEditing, setEditing] = useState(false);
  const options = useLive("iot/logging", () => client.send(new GetV2LoggingOptionsCommand({})), { everyMs: 5_000 });
  return (
    <Loaded live={options} what="the logging options" feature="Logging of AWS IoT">
      {({ roleArn, defaultLogLevel = "DISABLED", disableAllLogs }) => (
        <>
          <Details
            title="Logs"
            description="What AWS IoT does with devices and rules, in the log group AWSIotLogsV2."
            actions={<Button onClick={() => setEditing(true)}>Manage logs</Button>}
            items={[
              ["Log level", disableAllLogs ? "Disabled" : defaultLogLevel],
              ["Role", roleArn],
            ]}
          />
          {isEditing && (
            <FieldsDialog
              title="Manage logs"
              fields={[
                {
                  name: "level",
                  label: "Log level",
                  kind: "select",
                  options: ["DEBUG", "INFO", "WARN", "ERROR", "DISABLED"].map((value) => ({ value })),
                },
                {
                  name: "role",
                  label: "Log role",
                  kind: "choice",
                  useChoices: useRoleChoices,
                  shown: ({ level }) => level !== "DISABLED",
                  required: "Choose a role that may write logs.",
                },
              ]}
              initial={{ level: defaultLogLevel, role: roleArn ?? "" }}
              failed="The logging options could not be saved"
              done="Successfully saved the logging options."
              save={({ level, role }) =>
                client.send(
                  new SetV2LoggingOptionsCommand({
                    defaultLogLevel: level as "DEBUG" | "INFO" | "WARN" | "ERROR" | "DISABLED",
                    roleArn: role || undefined,
                    disableAllLogs: level === "DISABLED",
                  }),
                )
              }
              onSaved={options.refresh}
              onClose={() => setEditing(false)}
            />
          )}
        </>
      )}
    </Loaded>
  );
}
