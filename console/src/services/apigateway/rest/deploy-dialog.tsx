import { APIGatewayClient, CreateDeploymentCommand, GetStagesCommand } from "@aws-sdk/client-api-gateway";
import { useNavigate } from "react-router";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { restApiPath } from "../paths.ts";

const newStage = "*New Stage*";

/** What stands in the API now becomes what a stage serves. */
export function DeployDialog({ restApiId, onClose }: { restApiId: string; onClose: () => void }) {
  const client = useClient(APIGatewayClient);
  const navigate = useNavigate();
  const stages = useLive(
    `apigateway/rest/${restApiId}/stages-to-deploy`,
    async () => (await client.send(new GetStagesCommand({ restApiId }))).item ?? [],
    { everyMs: Number.POSITIVE_INFINITY },
  );
  return (
    <Loaded live={stages} what="the stages">
      {(found) => (
        <FieldsDialog
          title="Deploy API"
          fields={[
            {
              name: "stage",
              label: "Stage",
              kind: "select",
              options: [
                ...found.map(({ stageName = "" }) => ({ value: stageName })),
                { value: newStage },
                { value: "", label: "*No Stage*" },
              ],
            },
            {
              name: "name",
              label: "Stage name",
              required: "Enter a name for the stage.",
              shown: ({ stage }) => stage === newStage,
              problem: (name) =>
                /^[\w-]{1,128}$/.test(name)
                  ? undefined
                  : "Use only letters, digits, hyphens and underscores, up to 128.",
            },
            { name: "description", label: "Deployment description" },
          ]}
          initial={{ stage: found[0]?.stageName ?? newStage }}
          submit="Deploy"
          failed="The API could not be deployed"
          done="Successfully created deployment for the API."
          save={async ({ stage, name, description }) => {
            await client.send(
              new CreateDeploymentCommand({
                restApiId,
                stageName: (stage === newStage ? name : stage) || undefined,
                description: description || undefined,
              }),
            );
            await navigate(restApiPath(restApiId, "stages"));
          }}
          onClose={onClose}
        />
      )}
    </Loaded>
  );
}
