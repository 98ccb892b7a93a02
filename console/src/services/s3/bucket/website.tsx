import {
  DeleteBucketWebsiteCommand,
  GetBucketWebsiteCommand,
  PutBucketWebsiteCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Link from "@cloudscape-design/components/link";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { Field } from "../../../form/field.tsx";
import { useLive } from "../../../live/use-live.ts";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { orNone } from "./or-none.ts";
import { Setting } from "./setting.tsx";

interface WebsiteForm {
  readonly isOn: boolean;
  readonly index: string;
  readonly error: string;
}

/** "Static website hosting" */
export function Website({ bucket: Bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const { region } = useSession();
  const live = useLive(
    `s3/website/${Bucket}`,
    async () => ({ website: await orNone(client.send(new GetBucketWebsiteCommand({ Bucket })), undefined) }),
    { everyMs: 20_000 },
  );
  const { protocol, port } = window.location;
  const address = `${protocol}//${Bucket}.s3-website-${region}.localhost${port && `:${port}`}`;
  return (
    <Setting
      title="Static website hosting"
      description="Use this bucket to host a website or redirect requests."
      live={live}
      shown={({ website }) => [
        { label: "Static website hosting", value: website ? "Enabled" : "Disabled" },
        ...(website
          ? [
              { label: "Index document", value: website.IndexDocument?.Suffix ?? "-" },
              { label: "Error document", value: website.ErrorDocument?.Key ?? "-" },
              {
                label: "Bucket website endpoint",
                value: (
                  <Link href={address} external>
                    {address}
                  </Link>
                ),
              },
            ]
          : []),
      ]}
      toForm={({ website }): WebsiteForm => ({
        isOn: website !== undefined,
        index: website?.IndexDocument?.Suffix ?? "index.html",
        error: website?.ErrorDocument?.Key ?? "",
      })}
      fields={(form, change) => (
        <>
          <RadioGroup
            ariaLabel="Static website hosting"
            value={form.isOn ? "on" : "off"}
            items={[
              { value: "off", label: "Disable" },
              { value: "on", label: "Enable", description: "Everybody whom the bucket policy lets read sees it." },
            ]}
            onChange={({ detail }) => change({ isOn: detail.value === "on" })}
          />
          {form.isOn && (
            <Field
              label="Index document"
              problem={
                form.index === "" || form.index.includes("/") ? "Enter the name of a file, without a slash." : undefined
              }
            >
              <Input
                value={form.index}
                spellcheck={false}
                onChange={({ detail }) => change({ index: detail.value.trim() })}
              />
            </Field>
          )}
          {form.isOn && (
            <FormField label="Error document - optional">
              <Input
                value={form.error}
                placeholder="error.html"
                spellcheck={false}
                onChange={({ detail }) => change({ error: detail.value.trim() })}
              />
            </FormField>
          )}
        </>
      )}
      save={({ isOn, index, error }) =>
        isOn
          ? client.send(
              new PutBucketWebsiteCommand({
                Bucket,
                WebsiteConfiguration: {
                  // Rules and redirects that were made elsewhere stay.
                  RoutingRules: live.data?.website?.RoutingRules,
                  IndexDocument: { Suffix: index },
                  ...(error !== "" && { ErrorDocument: { Key: error } }),
                },
              }),
            )
          : client.send(new DeleteBucketWebsiteCommand({ Bucket }))
      }
    />
  );
}
