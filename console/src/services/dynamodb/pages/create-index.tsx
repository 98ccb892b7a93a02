import { DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { tableCrumbs, tablePath } from "../paths.ts";
import { IndexFields, newIndexForm, toProjection } from "../table/index-fields.tsx";
import { toDefinitions, toSchema } from "../table/key-fields.tsx";
import { isOnDemand, useTable } from "../table/table.ts";

/** A global index of a table that is there: it is filled from its items. */
export function Component() {
  const { name = "" } = useParams();
  const client = useClient(DynamoDBClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const table = useTable(name);
  const [form, setForm] = useState(() => newIndexForm(false));
  const create = useAction(async () => {
    const { ReadCapacityUnits, WriteCapacityUnits } = table.data?.ProvisionedThroughput ?? {};
    const throughput = table.data && !isOnDemand(table.data) && { ReadCapacityUnits, WriteCapacityUnits };
    await client.send(
      new UpdateTableCommand({
        TableName: name,
        AttributeDefinitions: toDefinitions([form]),
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: form.name,
              KeySchema: toSchema(form),
              Projection: toProjection(form),
              ...(throughput && { ProvisionedThroughput: throughput }),
            },
          },
        ],
      }),
    );
    await navigate(tablePath(name, "indexes"));
    notify.success(`The index ${form.name} is being created.`);
  });
  return (
    <Page title="Create index" breadcrumbs={tableCrumbs(name)}>
      <EditForm
        action={create}
        submit="Create index"
        cancelTo={tablePath(name, "indexes")}
        failed="The index could not be created"
        isReady={table.data !== undefined}
      >
        <Container header={<Header variant="h2">Index details</Header>}>
          <IndexFields form={form} onChange={(part) => setForm((before) => ({ ...before, ...part }))} />
        </Container>
      </EditForm>
    </Page>
  );
}
