import {
  APIGatewayClient,
  CreateStageCommand,
  DeleteStageCommand,
  GetDeploymentsCommand,
  GetStagesCommand,
  type Stage,
} from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useSearchParams } from "react-router";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { StageDetails } from "./stage-details.tsx";
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
