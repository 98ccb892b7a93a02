import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { toFailure } from "../../../aws/errors.ts";
import { AlreadyExists } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { bucketPath, folderCrumbs } from "../paths.ts";

/** A folder is an empty object whose key ends with a slash. */
export function Component() {
  const { bucket = "" } = useParams();
  const prefix = useSearchParams()[0].get("prefix") ?? "";
  const client = useClient(S3Client);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const back = bucketPath(bucket, prefix);
  const create = useAction(async () => {
    // Not over a folder's object that is there already, which may have tags or content.
    await client
      .send(
        new PutObjectCommand({ Bucket: bucket, Key: `${prefix}${name}/`, Body: new Uint8Array(), IfNoneMatch: "*" }),
      )
      .catch((error: unknown) => {
        if (toFailure(error).status !== 412) throw error;
        throw new AlreadyExists(`There is already a folder ${name}. Nothing was changed.`);
      });
    await navigate(back);
    notify.success(`Successfully created folder "${name}".`);
  });
  return (
    <Page
      title="Create folder"
      breadcrumbs={folderCrumbs(bucket, prefix)}
      description="Use folders to group objects in buckets. When you create a folder, S3 creates an object using the name that you specify followed by a slash (/)."
    >
      <EditForm action={create} submit="Create folder" cancelTo={back} failed="The folder could not be created">
        <Alert type="info">
          Your bucket policy might block folder creation: an upload without the headers that it asks for is refused.
        </Alert>
        <Container header={<Header variant="h2">Folder</Header>}>
          <Field
            label="Folder name"
            constraintText={'Folder names can\'t contain "/".'}
            problem={checkFolderName(name)}
          >
            <Input
              value={name}
              placeholder="Enter folder name"
              autoFocus
              spellcheck={false}
              onChange={({ detail }) => setName(detail.value)}
            />
          </Field>
        </Container>
      </EditForm>
    </Page>
  );
}

function checkFolderName(name: string): string | undefined {
  if (name === "") return "Enter a name for the folder.";
  return name.includes("/") ? 'A folder name can\'t contain "/".' : undefined;
}
