import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteStageCommand,
  type Deployment,
  FlushStageAuthorizersCacheCommand,
  GetDeploymentsCommand,
  GetStagesCommand,
  type PatchOperation,
  type Stage,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useLogGroupChoices } from "../../../choices/log-groups.ts";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import { numberBetween, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { PartTable } from "../../../described/part-table.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Details } from "../../../shell/details.tsx";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { exportApi } from "./export-api.ts";
import { entriesAt, patchesOf, type Settings } from "./patches.ts";
import { stageUrl } from "./stage-url.ts";

/** What is served: deployments under names, each with its own settings. */
export function Stages({ restApiId }: { restApiId: string }) {
  const client = useClient(APIGatewayClient);
  const [search, setSearch] = useSearchParams();
  const stages = useLive(
    `apigateway/rest/${restApiId}/stages`,
    async () => (await client.send(new GetStagesCommand({ restApiId }))).item ?? [],
  );
  const deployments = useLive(
    `apigateway/rest/${restApiId}/deployments`,
    async () => (await client.send(new GetDeploymentsCommand({ restApiId, limit: 500 }))).items ?? [],
    { everyMs: 2_000 },
  );
  const shown = stages.data?.find(({ stageName }) => stageName === search.get("stage"));
  return (
    <SpaceBetween size="l">
      <PartTable<Stage>
        id="apigateway.rest-stages"
        title="Stages"
        noun="stages"
        one="stage"
        live={stages}
        rowId={({ stageName = "" }) => stageName}
        name={({ stageName = "" }) => stageName}
        columns={[
          {
            id: "name",
            header: "Stage",
            cell: ({ stageName = "" }) => (
              <RouteLink href={`?${new URLSearchParams({ tab: "stages", stage: stageName })}`}>{stageName}</RouteLink>
            ),
            value: ({ stageName }) => stageName,
            width: 140,
          },
          {
            id: "url",
            header: "Invoke URL",
            cell: ({ stageName = "" }) => (
              <Link href={stageUrl(restApiId, stageName)} external externalIconAriaLabel="Opens in a new tab">
                {stageUrl(restApiId, stageName)}
              </Link>
            ),
            width: 440,
          },
          {
            id: "deployment",
            header: "Active deployment",
            cell: ({ deploymentId }) => deploymentId,
            value: ({ deploymentId }) => deploymentId,
            width: 160,
          },
        ]}
        empty="No stages: the API is not deployed."
        create={{
          text: "Create stage",
          fields: [
            {
              name: "name",
              label: "Stage name",
              required: "Enter a name for the stage.",
              problem: (name) =>
                /^[\w-]{1,128}$/.test(name)
                  ? undefined
                  : "Use only letters, digits, hyphens and underscores, up to 128.",
            },
            {
              name: "deployment",
              label: "Deployment",
              kind: "select",
              required: "Choose a deployment: Deploy API makes one.",
              options: (deployments.data ?? []).map(({ id = "", description }) => ({
                value: id,
                label: id,
                description,
              })),
            },
            { name: "description", label: "Description" },
          ],
          initial: { deployment: deployments.data?.[0]?.id ?? "" },
          save: ({ name: stageName, deployment: deploymentId, description }) =>
            client.send(
              new CreateStageCommand({ restApiId, stageName, deploymentId, description: description || undefined }),
            ),
          done: ({ name }) => `Successfully created stage ${name}.`,
        }}
        remove={{
          body: () => "Its address answers no more.",
          run: ({ stageName }) => client.send(new DeleteStageCommand({ restApiId, stageName })),
        }}
        more={(selected) => (
          <Button disabled={!selected} onClick={() => setSearch({ tab: "stages", stage: selected?.stageName ?? "" })}>
            Details
          </Button>
        )}
      />
      {shown && (
        <StageDetails
          key={shown.stageName}
          restApiId={restApiId}
          stage={shown}
          deployments={deployments.data ?? []}
          onChange={stages.refresh}
        />
      )}
    </SpaceBetween>
  );
}

interface StageDetailsProps {
  readonly restApiId: string;
  readonly stage: Stage;
  readonly deployments: readonly Deployment[];
  readonly onChange: () => void;
}

const settingsFields: readonly FieldDescription[] = [
  { name: "description", label: "Stage description" },
  { name: "rate", label: "Rate: requests per second", problem: numberBetween(0, 1_000_000) },
  { name: "burst", label: "Burst: requests at once", problem: numberBetween(0, 1_000_000) },
  {
    name: "variables",
    label: "Stage variables",
    kind: "pairs",
    add: "Add stage variable",
    empty: "No stage variables.",
  },
  { name: "metrics", label: "Metrics", kind: "check", text: "Detailed metrics" },
];

const defaultFormat =
  '{ "requestId":"$context.requestId", "ip":"$context.identity.sourceIp", "requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod", "resourcePath":"$context.resourcePath", "status":"$context.status", "responseLength":"$context.responseLength" }';

const logFields: readonly FieldDescription[] = [
  {
    name: "group",
    label: "Access log destination",
    kind: "choice",
    useChoices: useLogGroupChoices,
    description: "A log group, which has a line for each request. Empty: no access logs.",
    problem: (arn) => (/^arn:aws[a-z-]*:(logs|firehose):/.test(arn) ? undefined : "Enter the ARN of a log group."),
  },
  {
    name: "format",
    label: "Log format",
    kind: "area",
    rows: 5,
    required: "Enter a format.",
    problem: (format) => (format.includes("$context.requestId") ? undefined : "It needs $context.requestId."),
    shown: ({ group }) => group !== "",
  },
  {
    name: "level",
    label: "Execution logs",
    kind: "select",
    options: [
      { value: "OFF", label: "Off" },
      { value: "ERROR", label: "Errors only" },
      { value: "INFO", label: "Errors and info" },
    ],
  },
  {
    name: "trace",
    label: "Data tracing",
    kind: "check",
    text: "Data tracing: the bodies, too",
    shown: ({ level }) => level !== "OFF",
  },
];

function StageDetails({ restApiId, stage, deployments, onChange }: StageDetailsProps) {
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
          }}
          save={({ group, format, level, trace }) =>
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
            ])
          }
        />
      )}
      {edited === "canary" && (
        <FieldsDialog
          {...dialog}
          title="Create canary"
          fields={[
            {
              name: "percent",
              label: "Request distribution to canary in percent",
              required: "Enter a percentage.",
              problem: numberBetween(0, 100),
            },
            {
              name: "variables",
              label: "Stage variables of the canary",
              kind: "pairs",
              add: "Add stage variable",
              empty: "The stage's own.",
            },
          ]}
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

function settingsOf({ description, rate, burst, variables, metrics }: Values, before: Settings): Settings {
  return {
    "/description": description,
    "/*/*/throttling/rateLimit": rate || before["/*/*/throttling/rateLimit"],
    "/*/*/throttling/burstLimit": burst || before["/*/*/throttling/burstLimit"],
    "/*/*/metrics/enabled": metrics === "true" ? "true" : before["/*/*/metrics/enabled"] && "false",
    ...entriesAt("/variables", recordOf(variables)),
  };
}

/** UpdateStage knows no other word for it. */
function asReplacement(patch: PatchOperation): PatchOperation {
  return patch.op === "add" ? { ...patch, op: "replace" } : patch;
}

function ExecutionLogs({ level = "OFF", group }: { level: string | undefined; group: string }) {
  if (level === "OFF") return "Off";
  return (
    <>
      {level}: <GroupLink name={group} />
    </>
  );
}

function GroupLink({ name }: { name: string }) {
  return <RouteLink href={`/console/cloudwatch/log-groups/${encodeURIComponent(name)}`}>{name}</RouteLink>;
}

function LogLink({ arn }: { arn: string | undefined }) {
  const group = /:log-group:([^:]+)/.exec(arn ?? "")?.[1];
  if (group === undefined) return arn ?? "Inactive";
  return <GroupLink name={group} />;
}

interface DeploymentsProps {
  readonly deployments: readonly Deployment[];
  readonly active: string | undefined;
  readonly onActivate: (id: string) => void;
}

function Deployments({ deployments, active, onActivate }: DeploymentsProps) {
  return (
    <PartTable<Deployment>
      id="apigateway.deployments"
      title="Deployment history"
      noun="deployments"
      one="deployment"
      live={{ data: deployments, error: undefined, isLoading: false, refresh: () => {} }}
      rowId={({ id = "" }) => id}
      name={({ id = "" }) => id}
      columns={[
        {
          id: "created",
          header: "Deployed",
          cell: (one) => formatTime(one.createdDate),
          value: (one) => one.createdDate?.getTime(),
          width: 290,
        },
        { id: "status", header: "Status", cell: ({ id }) => (id === active ? "Active" : "-"), width: 100 },
        { id: "description", header: "Description", cell: (one) => one.description || "-", width: 220 },
        { id: "id", header: "Deployment ID", cell: (one) => one.id, value: (one) => one.id, width: 150 },
      ]}
      empty="No deployments."
      more={(selected) => (
        <Button disabled={!selected || selected.id === active} onClick={() => onActivate(selected?.id ?? "")}>
          Change active deployment
        </Button>
      )}
    />
  );
}
