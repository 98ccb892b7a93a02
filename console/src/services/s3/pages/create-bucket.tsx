import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeletePublicAccessBlockCommand,
  ListBucketsCommand,
  type ObjectOwnership,
  PutBucketEncryptionCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useState } from "react";
import { useNavigate } from "react-router";
import { regionName } from "../../../aws/regions.ts";
import { checkIsNew, makeWhole } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { RouteButton } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import {
  allBlocked,
  isAllBlocked,
  isNoneBlocked,
  type PublicAccess,
  PublicAccessFields,
} from "../bucket/public-access-fields.tsx";
import { bucketPath } from "../paths.ts";

interface NewBucket {
  readonly name: string;
  readonly ownership: ObjectOwnership;
  readonly access: PublicAccess;
  readonly isVersioned: boolean;
  readonly tags: readonly Pair[];
  readonly bucketKey: boolean;
}

const initial: NewBucket = {
  name: "",
  ownership: "BucketOwnerEnforced",
  access: allBlocked,
  isVersioned: false,
  tags: [],
  bucketKey: true,
};

export function Component() {
  const { region } = useSession();
  const [form, setForm] = useState(initial);
  const change = (part: Partial<NewBucket>) => setForm((before) => ({ ...before, ...part }));
  const create = useCreateBucket(form, region);
  const nameError = checkBucketName(form.name);
  return (
    <Page
      title="Create bucket"
      breadcrumbs={[{ text: "Buckets", href: "/console/s3/buckets" }]}
      description="Buckets are containers for data stored in S3."
    >
      <EditForm
        action={create}
        submit="Create bucket"
        cancelTo="/console/s3/buckets"
        failed="The bucket could not be created"
      >
        <Container header={<Header variant="h2">General configuration</Header>}>
          <SpaceBetween size="l">
            <FormField label="AWS Region">{`${regionName(region)} ${region}`}</FormField>
            <FormField label="Bucket type">
              <Tiles
                value="general"
                items={[
                  {
                    value: "general",
                    label: "General purpose",
                    description:
                      "Recommended for most use cases and access patterns. General purpose buckets are the original S3 bucket type.",
                  },
                  {
                    value: "directory",
                    label: "Directory",
                    description: "This Squall does not have directory buckets.",
                    disabled: true,
                  },
                ]}
              />
            </FormField>
            <Field
              label="Bucket name"
              constraintText="Bucket names must be 3 to 63 characters and unique within the global namespace. Bucket names must also begin and end with a letter or number. Valid characters are a-z, 0-9, periods (.), and hyphens (-)."
              problem={nameError}
            >
              <Input
                value={form.name}
                placeholder="amzn-s3-demo-bucket"
                autoFocus
                spellcheck={false}
                onChange={({ detail }) => change({ name: detail.value })}
              />
            </Field>
          </SpaceBetween>
        </Container>
        <Container
          header={
            <Header
              variant="h2"
              description="Control ownership of objects written to this bucket from other AWS accounts and the use of access control lists (ACLs)."
            >
              Object Ownership
            </Header>
          }
        >
          <Tiles
            value={form.ownership === "BucketOwnerEnforced" ? "disabled" : "enabled"}
            ariaLabel="Object Ownership"
            items={ownerships}
            onChange={({ detail }) =>
              change({ ownership: detail.value === "disabled" ? "BucketOwnerEnforced" : "BucketOwnerPreferred" })
            }
          />
        </Container>
        <Container
          header={
            <Header
              variant="h2"
              description="Public access is granted to buckets and objects through access control lists (ACLs), bucket policies, access point policies, or all. In order to ensure that public access to this bucket and its objects is blocked, turn on Block all public access."
            >
              Block Public Access settings for this bucket
            </Header>
          }
        >
          <PublicAccessFields access={form.access} onChange={(access) => change({ access })} />
        </Container>
        <Container
          header={
            <Header
              variant="h2"
              description="Versioning is a means of keeping multiple variants of an object in the same bucket."
            >
              Bucket Versioning
            </Header>
          }
        >
          <RadioGroup
            value={form.isVersioned ? "enable" : "disable"}
            ariaLabel="Bucket Versioning"
            items={[
              { value: "disable", label: "Disable" },
              { value: "enable", label: "Enable" },
            ]}
            onChange={({ detail }) => change({ isVersioned: detail.value === "enable" })}
          />
        </Container>
        <Container
          header={
            <Header variant="h2" description="You can use bucket tags to track storage costs and organize buckets.">
              Tags - optional
            </Header>
          }
        >
          <PairsEditor
            pairs={form.tags}
            onChange={(tags) => change({ tags })}
            addText="Add new tag"
            emptyText="No tags associated with this bucket."
          />
        </Container>
        <Container
          header={
            <Header
              variant="h2"
              description="Server-side encryption is automatically applied to new objects stored in this bucket."
            >
              Default encryption
            </Header>
          }
        >
          <SpaceBetween size="l">
            <FormField label="Encryption type">
              <RadioGroup
                value="sse-s3"
                ariaLabel="Encryption type"
                items={[{ value: "sse-s3", label: "Server-side encryption with Amazon S3 managed keys (SSE-S3)" }]}
              />
            </FormField>
            <FormField
              label="Bucket Key"
              description="Using an S3 Bucket Key for SSE-KMS reduces encryption costs by lowering calls to AWS KMS."
            >
              <RadioGroup
                value={form.bucketKey ? "enable" : "disable"}
                ariaLabel="Bucket Key"
                items={[
                  { value: "disable", label: "Disable" },
                  { value: "enable", label: "Enable" },
                ]}
                onChange={({ detail }) => change({ bucketKey: detail.value === "enable" })}
              />
            </FormField>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}

/** S3 has no call that does it all: the bucket is made with AWS's defaults, then only what differs from them is set. */
function useCreateBucket({ name, ownership, access, isVersioned, tags, bucketKey }: NewBucket, region: string) {
  const client = useClient(S3Client);
  const notify = useNotify();
  const navigate = useNavigate();
  return useAction(async () => {
    const Bucket = name;
    // In us-east-1 CreateBucket answers the owner of a bucket as if it had been made.
    await checkIsNew(`a bucket ${name}`, () => ownsBucket(client, name));
    await makeWhole(async (made) => {
      await client.send(
        new CreateBucketCommand({
          Bucket,
          ObjectOwnership: ownership,
          ...(region !== "us-east-1" && {
            CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
          }),
        }),
      );
      made(`the bucket ${name}`, () => client.send(new DeleteBucketCommand({ Bucket })));
      if (isNoneBlocked(access)) await client.send(new DeletePublicAccessBlockCommand({ Bucket }));
      else if (!isAllBlocked(access)) {
        await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { ...access } }));
      }
      if (isVersioned) {
        await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
      }
      const TagSet = tags.filter(({ key }) => key !== "").map(({ key: Key, value: Value }) => ({ Key, Value }));
      if (TagSet.length > 0) await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
      const Rules = [
        { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const }, BucketKeyEnabled: bucketKey },
      ];
      await client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    });
    await navigate("/console/s3/buckets");
    notify.success(
      `Successfully created bucket "${name}". To upload files and folders, or to configure additional bucket settings, choose View details.`,
      <RouteButton href={bucketPath(name)}>View details</RouteButton>,
    );
  });
}

/** The first name with a prefix is the prefix itself, if that is one. Whose bucket it is otherwise, CreateBucket says. */
async function ownsBucket(client: S3Client, name: string): Promise<boolean> {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({ Prefix: name, MaxBuckets: 1 }));
  return Buckets[0]?.Name === name;
}

/** Source: S3 user guide, "General purpose bucket naming rules". */
function checkBucketName(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return "A bucket name has 3 to 63 characters.";
  if (!/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(name))
    return "Use a-z, 0-9, periods and hyphens; begin and end with a letter or number.";
  if (/\.\.|^\d+\.\d+\.\d+\.\d+$/.test(name)) return "Two periods in a row, and IP addresses, are no bucket names.";
  return undefined;
}

const ownerships = [
  {
    value: "disabled",
    label: "ACLs disabled (recommended)",
    description:
      "All objects in this bucket are owned by this account. Access to this bucket and its objects is specified using only policies.",
  },
  {
    value: "enabled",
    label: "ACLs enabled",
    description:
      "Objects in this bucket can be owned by other AWS accounts. Access to this bucket and its objects can be specified using ACLs.",
  },
];
