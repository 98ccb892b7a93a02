import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { fromPairs, type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { contentTypeOf } from "../objects/object-type.ts";
import { bucketPath, folderCrumbs, s3Uri } from "../paths.ts";
import { FileChooser } from "../upload/file-chooser.tsx";
import { type ChosenFile, toChosen } from "../upload/read-drop.ts";
import { UploadStatus } from "../upload/upload-status.tsx";
import { useUploads } from "../upload/use-uploads.ts";

export function Component() {
  const { bucket = "" } = useParams();
  const prefix = useSearchParams()[0].get("prefix") ?? "";
  const dropped = (useLocation().state as { files?: File[] } | null)?.files ?? [];
  const navigate = useNavigate();
  const uploads = useUploads();
  const [files, setFiles] = useState<readonly ChosenFile[]>(() => toChosen(dropped));
  const [tags, setTags] = useState<readonly Pair[]>([]);
  const [metadata, setMetadata] = useState<readonly Pair[]>([]);
  const back = bucketPath(bucket, prefix);

  if (uploads.progress.length > 0) {
    return (
      <Page title="Upload: status" breadcrumbs={folderCrumbs(bucket, prefix)}>
        <UploadStatus uploads={uploads} destination={s3Uri(bucket, prefix)} onClose={() => void navigate(back)} />
      </Page>
    );
  }
  const start = () =>
    uploads.start(
      files.map(({ file, path }) => ({
        bucket,
        key: prefix + path,
        file,
        contentType: contentTypeOf(file),
        metadata: fromPairs(metadata),
        tagging: tags.length > 0 ? new URLSearchParams(fromPairs(tags)).toString() : undefined,
      })),
    );
  return (
    <Page
      title="Upload"
      breadcrumbs={folderCrumbs(bucket, prefix)}
      description="Add the files and folders you want to upload to S3."
    >
      <SpaceBetween size="l">
        <FileChooser files={files} onChange={setFiles} />
        <Container header={<Header variant="h2">Destination</Header>}>
          <FormField label="Destination">
            <RouteLink href={back}>{s3Uri(bucket, prefix)}</RouteLink>
          </FormField>
        </Container>
        <ExpandableSection
          variant="container"
          headerText="Permissions"
          headerDescription="Grant public access and access to other AWS accounts."
        >
          <Box>
            This bucket has the bucket owner enforced setting applied for Object Ownership unless it was made with ACLs
            enabled. Use bucket policies to control access: objects that are uploaded here are private to this account.
          </Box>
        </ExpandableSection>
        <ExpandableSection
          variant="container"
          headerText="Properties"
          headerDescription="Specify tags, metadata, and more."
        >
          <SpaceBetween size="l">
            <FormField label="Tags - optional" stretch>
              <PairsEditor
                pairs={tags}
                onChange={setTags}
                addText="Add tag"
                emptyText="No tags associated with this resource."
                most={10}
              />
            </FormField>
            <FormField label="Metadata - optional" description="Names are sent as x-amz-meta-NAME." stretch>
              <PairsEditor
                pairs={metadata}
                onChange={setMetadata}
                addText="Add metadata"
                emptyText="No metadata associated with this resource."
              />
            </FormField>
          </SpaceBetween>
        </ExpandableSection>
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => void navigate(back)}>
              Cancel
            </Button>
            <Button variant="primary" disabled={files.length === 0} onClick={start}>
              Upload
            </Button>
          </SpaceBetween>
        </Box>
      </SpaceBetween>
    </Page>
  );
}
