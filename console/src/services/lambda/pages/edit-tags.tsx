import {
  type GetFunctionCommandOutput,
  LambdaClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-lambda";
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
  return <EditPage title="Manage tags">{(description) => <Tags description={description} />}</EditPage>;
}

function Tags({ description }: { description: GetFunctionCommandOutput }) {
  const { FunctionName: name = "", FunctionArn: Resource = "" } = description.Configuration ?? {};
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const back = `${functionPath(name, "configuration")}&section=tags`;
  const [pairs, setPairs] = useState<readonly Pair[]>(() => toPairs(description.Tags));
  const save = useAction(async () => {
    const Tags = fromPairs(pairs);
    const TagKeys = Object.keys(description.Tags ?? {}).filter((key) => !(key in Tags));
    if (TagKeys.length > 0) await client.send(new UntagResourceCommand({ Resource, TagKeys }));
    if (Object.keys(Tags).length > 0) await client.send(new TagResourceCommand({ Resource, Tags }));
    await navigate(back);
    notify.success(`The tags of ${name} were saved.`);
  });
  return (
    <EditForm action={save} submit="Save" cancelTo={back} failed="The tags could not be saved">
      <Container header={<Header variant="h2">Tags</Header>}>
        <PairsEditor
          pairs={pairs}
          onChange={setPairs}
          addText="Add new tag"
          emptyText="No tags associated with the function."
        />
      </Container>
    </EditForm>
  );
}
