import {
  APIGatewayClient,
  CreateDeploymentCommand,
  type Deployment,
  FlushStageAuthorizersCacheCommand,
  type PatchOperation,
  type Stage,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { Details } from "../../../shell/details.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { Deployments } from "./deployments.tsx";
import { exportApi } from "./export-api.ts";
import { ExecutionLogs, LogLink } from "./log-links.tsx";
import { entriesAt, patchesOf, type Settings } from "./patches.ts";
import { asReplacement, canaryFields, defaultFormat, logFields, settingsFields, settingsOf } from "./stage-fields.ts";
import { stageUrl } from "./stage-url.ts";

interface StageDetailsProps {
  readonly restApiId: string;
  readonly stage: Stage;
  readonly deployments: readonly Deployment[];
  readonly onChange: () => void;
}

/** A stage with its settings, logs and canary, and what was deployed. */
export function StageDetails({ restApiId, stage, deployments, onChange }: StageDetailsProps) {
  const client = useClient(APIGatewayClient);
  const notify = useNotify();
  const [edited, setEdited] = useState<"settings" | "logs" | "canary">();
  const { stageName = "", methodSettings, accessLogSettings, variables, canarySettings, deploymentId } = stage;
  const all = methodSettings?.["*/*"];
  const close = () => setEdited(undefined);
  const update = async (patchOperations: PatchOperation[]) => {
    if (patchOperations.length > 0)
      await client.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
  };
  const failed = (error: unknown) => notify.error("The stage could not be changed", error);
  const act = useAction(async (work: () => Promise<unknown>, done: string) => {
    await work();
    notify.success(done);
    onChange();
  }, failed);
  const dialog = {
    failed: "The stage could not be saved",
    done: `Successfully updated stage ${stageName}.`,
    onSaved: onChange,
    onClose: close,
  };
  const settings: Settings = {
    "/description": stage.description,
    "/*/*/throttling/rateLimit": all && String(all.throttlingRateLimit),
    "/*/*/throttling/burstLimit": all && String(all.throttlingBurstLimit),
    "/*/*/metrics/enabled": all && String(all.metricsEnabled ?? false),
    ...entriesAt("/variables", variables),
  };
  return (
    <SpaceBetween size="l">
      <Details
        title={`Stage ${stageName}`}
        actions={
          <div className="squall-actions">
            <ButtonDropdown
              items={[
                { id: "oas30", text: "Export OpenAPI 3 (JSON)" },
                { id: "oas30-yaml", text: "Export OpenAPI 3 (YAML)" },
                { id: "swagger", text: "Export Swagger 2 (JSON)" },
                { id: "flush", text: "Flush authorizers' cache" },
              ]}
              onItemClick={({ detail: { id } }) => {
                if (id === "flush") {
                  const flushed = () => client.send(new FlushStageAuthorizersCacheCommand({ restApiId, stageName }));
                  void act.run(flushed, "Successfully flushed the authorizers' cache.");
                } else void exportApi(client, { restApiId, stageName }, id).catch(failed);
              }}
            >
              Stage actions
            </ButtonDropdown>
            <Button onClick={() => setEdited("settings")}>Edit</Button>
          </div>
        }
        items={[
          [
            "Invoke URL",
            <Link key="url" href={stageUrl(restApiId, stageName)} external externalIconAriaLabel="Opens in a new tab">
              {stageUrl(restApiId, stageName)}
            </Link>,
          ],
          ["Active deployment", deploymentId],
          ["Last updated", formatTime(stage.lastUpdatedDate)],
          ["Rate", all?.throttlingRateLimit === undefined ? "The account's" : `${all.throttlingRateLimit} per second`],
          ["Burst", all?.throttlingBurstLimit === undefined ? "The account's" : String(all.throttlingBurstLimit)],
          ["Detailed metrics", all?.metricsEnabled ? "Enabled" : "Disabled"],
          ["Description", stage.description],
          ["Documentation version", stage.documentationVersion],
          [
            "Stage variables",
            Object.entries(variables ?? {})
              .map(([name, value]) => `${name}=${value}`)
              .join(", "),
          ],
        ]}
      />
      <Details
        title="Logs and tracing"
        actions={<Button onClick={() => setEdited("logs")}>Edit logs</Button>}
        items={[
          [
            "Execution logs",
            <ExecutionLogs
              key="logs"
              level={all?.loggingLevel}
              group={`API-Gateway-Execution-Logs_${restApiId}/${stageName}`}
            />,
          ],
          ["Data tracing", all?.dataTraceEnabled ? "Active" : "Inactive"],
          ["Access logs", <LogLink key="log" arn={accessLogSettings?.destinationArn} />],
          ["X-Ray tracing", stage.tracingEnabled ? "Active" : "Inactive"],
        ]}
      />
      <Details
        title="Canary"
        description="A part of the requests is answered by another deployment."
        actions={
          canarySettings ? (
            <div className="squall-actions">
              <Button
                onClick={() => {
                  const promote: PatchOperation[] = [
                    { op: "copy", from: "/canarySettings/deploymentId", path: "/deploymentId" },
                    ...(canarySettings.stageVariableOverrides
                      ? [{ op: "copy" as const, from: "/canarySettings/stageVariableOverrides", path: "/variables" }]
                      : []),
                    { op: "remove", path: "/canarySettings" },
                  ];
                  void act.run(() => update(promote), "Successfully promoted the canary.");
                }}
              >
                Promote canary
              </Button>
              <Button
                onClick={() =>
                  void act.run(
                    () => update([{ op: "remove", path: "/canarySettings" }]),
                    "Successfully deleted the canary.",
                  )
                }
              >
                Delete canary
              </Button>
            </div>
          ) : (
            <Button onClick={() => setEdited("canary")}>Create canary</Button>
          )
        }
        items={
          canarySettings
            ? [
                ["Requests to the canary", `${canarySettings.percentTraffic ?? 0} %`],
                ["Canary's deployment", canarySettings.deploymentId],
              ]
            : [["State", "No canary"]]
        }
      />
      <Deployments
        deployments={deployments}
        active={deploymentId}
        onActivate={(id) =>
          void act.run(
            () => update([{ op: "replace", path: "/deploymentId", value: id }]),
            `Successfully changed the stage's deployment to ${id}.`,
          )
        }
      />
      {edited === "settings" && (
        <FieldsDialog
          {...dialog}
          title={`Edit stage ${stageName}`}
          fields={settingsFields}
          initial={{
            description: stage.description ?? "",
            rate: String(all?.throttlingRateLimit ?? ""),
            burst: String(all?.throttlingBurstLimit ?? ""),
            variables: pairsText(variables),
            metrics: all?.metricsEnabled ? "true" : "",
          }}
          save={(values) => update(patchesOf(settings, settingsOf(values, settings)).map(asReplacement))}
        />
      )}
      {edited === "logs" && (
        <FieldsDialog
          {...dialog}
          title="Edit logs and tracing"
          fields={logFields}
          initial={{
            group: accessLogSettings?.destinationArn ?? "",
            format: accessLogSettings?.format ?? defaultFormat,
            level: all?.loggingLevel ?? "OFF",
            trace: all?.dataTraceEnabled ? "true" : "",
            tracing: stage.tracingEnabled ? "true" : "",
          }}
          save={({ group, format, level, trace, tracing }) =>
            update([
              ...(group
                ? [
                    { op: "replace" as const, path: "/accessLogSettings/destinationArn", value: group },
                    { op: "replace" as const, path: "/accessLogSettings/format", value: format },
                  ]
                : accessLogSettings
                  ? [{ op: "remove" as const, path: "/accessLogSettings" }]
                  : []),
              ...(level === (all?.loggingLevel ?? "OFF")
                ? []
                : [{ op: "replace" as const, path: "/*/*/logging/loglevel", value: level }]),
              ...((trace === "true") === (all?.dataTraceEnabled ?? false)
                ? []
                : [{ op: "replace" as const, path: "/*/*/logging/dataTrace", value: String(trace === "true") }]),
              ...((tracing === "true") === (stage.tracingEnabled ?? false)
                ? []
                : [{ op: "replace" as const, path: "/tracingEnabled", value: String(tracing === "true") }]),
            ])
          }
        />
      )}
      {edited === "canary" && (
        <FieldsDialog
          {...dialog}
          title="Create canary"
          fields={canaryFields}
          initial={{ percent: "10" }}
          submit="Create canary"
          done="Successfully created the canary, with what stands in the API now."
          save={({ percent, variables: overrides }) =>
            client.send(
              new CreateDeploymentCommand({
                restApiId,
                stageName,
                canarySettings: { percentTraffic: Number(percent), stageVariableOverrides: recordOf(overrides) },
              }),
            )
          }
        />
      )}
    </SpaceBetween>
  );
}
