import {
  type CodeSigningConfig,
  DeleteCodeSigningConfigCommand,
  LambdaClient,
  UpdateCodeSigningConfigCommand,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";
import { useSigningConfigs } from "../code-signing/signing-configs.ts";
import { signingFields, toSigningInput, toSigningValues } from "../code-signing/signing-fields.ts";

export function Component() {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const configs = useSigningConfigs();
  const [edited, setEdited] = useState<CodeSigningConfig>();
  const remove = (selected: readonly CodeSigningConfig[]) => {
    const what = selected.length === 1 ? selected[0]?.CodeSigningConfigId : `${selected.length} configurations`;
    return confirmed(
      {
        title: `Delete ${what}?`,
        body: "A configuration that a function uses cannot be deleted: take it from its functions first.",
        action: "Delete",
        typed: "delete",
      },
      async () => {
        for (const { CodeSigningConfigArn } of selected)
          await client.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn }));
      },
      { done: `Successfully deleted ${what}.`, failed: `Deleting ${what} failed`, onChange: configs.refresh },
    );
  };
  return (
    <ListPage<CodeSigningConfig>
      id="lambda.code-signing"
      title="Code signing configurations"
      noun="configurations"
      description="Whose signatures functions trust when their code is deployed."
      live={configs}
      columns={columns}
      rowId={({ CodeSigningConfigId = "" }) => CodeSigningConfigId}
      rowArn={({ CodeSigningConfigArn }) => CodeSigningConfigArn}
      select="multi"
      create={{ text: "Create configuration", href: "/console/lambda/create/code-signing-configuration" }}
      empty="No code signing configurations. Create one, and choose it for a function."
      actions={(selected) => (
        <>
          <Button disabled={selected.length !== 1} onClick={() => setEdited(selected[0])}>
            Edit
          </Button>
          <Button disabled={selected.length === 0} onClick={() => void remove(selected)}>
            Delete
          </Button>
        </>
      )}
    >
      {edited && (
        <FieldsDialog
          title={`Edit ${edited.CodeSigningConfigId}`}
          fields={signingFields}
          initial={toSigningValues(edited)}
          failed="The configuration could not be saved"
          done="Successfully updated the configuration."
          save={(values) =>
            client.send(
              new UpdateCodeSigningConfigCommand({
                CodeSigningConfigArn: edited.CodeSigningConfigArn,
                ...toSigningInput(values),
              }),
            )
          }
          onSaved={configs.refresh}
          onClose={() => setEdited(undefined)}
        />
      )}
    </ListPage>
  );
}

const columns: readonly Column<CodeSigningConfig>[] = [
  {
    id: "id",
    header: "Configuration ID",
    cell: ({ CodeSigningConfigId }) => CodeSigningConfigId,
    value: ({ CodeSigningConfigId }) => CodeSigningConfigId,
    width: 240,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description || "-",
    value: ({ Description }) => Description,
    width: 260,
  },
  {
    id: "policy",
    header: "Signature validation policy",
    cell: ({ CodeSigningPolicies }) => CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? "Warn",
    value: ({ CodeSigningPolicies }) => CodeSigningPolicies?.UntrustedArtifactOnDeployment,
    width: 220,
  },
  {
    id: "publishers",
    header: "Profiles",
    cell: ({ AllowedPublishers }) => AllowedPublishers?.SigningProfileVersionArns?.length ?? 0,
    value: ({ AllowedPublishers }) => AllowedPublishers?.SigningProfileVersionArns?.length,
    width: 110,
  },
  {
    id: "modified",
    header: "Last modified",
    cell: ({ LastModified }) => formatTime(LastModified),
    value: ({ LastModified }) => toMs(LastModified),
    width: 280,
  },
];
