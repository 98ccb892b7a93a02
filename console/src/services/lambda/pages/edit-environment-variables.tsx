import { type FunctionConfiguration, LambdaClient, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { fromPairs, type Pair, PairsEditor, toPairs } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { functionPath } from "../paths.ts";
import { EditPage } from "./edit-page.tsx";

export function Component() {
  return (
    <EditPage title="Edit environment variables">
      {({ Configuration }) => <EnvironmentVariables configuration={Configuration!} />}
    </EditPage>
  );
}

function EnvironmentVariables({ configuration }: { configuration: FunctionConfiguration }) {
  const { FunctionName: name = "" } = configuration;
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const back = `${functionPath(name, "configuration")}&section=environment`;
  const [pairs, setPairs] = useState<readonly Pair[]>(() => toPairs(configuration.Environment?.Variables));
  const save = useAction(async () => {
    await client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables: fromPairs(pairs) } }),
    );
    await navigate(back);
    notify.success(`Successfully updated the function ${name}.`);
  });
  return (
    <EditForm action={save} submit="Save" cancelTo={back} failed="The environment variables could not be saved">
      <Container
        header={
          <Header
            variant="h2"
            description="You can define environment variables as key-value pairs that are accessible from your function code."
          >
            Environment variables
          </Header>
        }
      >
        <PairsEditor
          pairs={pairs}
          onChange={setPairs}
          addText="Add environment variable"
          emptyText="There are no environment variables on this function."
          most={200}
        />
      </Container>
    </EditForm>
  );
}
