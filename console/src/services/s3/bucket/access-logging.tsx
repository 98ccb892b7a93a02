import { GetBucketLoggingCommand, PutBucketLoggingCommand, S3Client } from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useBucketChoices } from "../../../choices/buckets.ts";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { bucketPath } from "../paths.ts";
import { Setting } from "./setting.tsx";

interface LoggingForm {
  readonly isOn: boolean;
  readonly target: string;
  readonly prefix: string;
}

/** "Server access logging" */
export function AccessLogging({ bucket: Bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const buckets = useBucketChoices();
  const live = useLive(
    `s3/logging/${Bucket}`,
    async () => ({ logging: (await client.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled }),
    { everyMs: 20_000 },
  );
  return (
    <Setting
      title="Server access logging"
      description="Log requests for access to your bucket."
      live={live}
      shown={({ logging: { TargetBucket: target = "", TargetPrefix: prefix = "" } = {} }) => [
        { label: "Server access logging", value: target ? "Enabled" : "Disabled" },
        ...(target
          ? [
              {
                label: "Destination",
                value: <RouteLink href={bucketPath(target, prefix)}>{`s3://${target}/${prefix}`}</RouteLink>,
              },
            ]
          : []),
      ]}
      toForm={({ logging }): LoggingForm => ({
        isOn: logging !== undefined,
        target: logging?.TargetBucket ? `arn:aws:s3:::${logging.TargetBucket}` : "",
        prefix: logging?.TargetPrefix ?? "logs/",
      })}
      fields={(form, change) => (
        <>
          <RadioGroup
            ariaLabel="Server access logging"
            value={form.isOn ? "on" : "off"}
            items={[
              { value: "off", label: "Disable" },
              { value: "on", label: "Enable", description: "The target's bucket policy must let S3 write the logs." },
            ]}
            onChange={({ detail }) => change({ isOn: detail.value === "on" })}
          />
          {form.isOn && (
            <ChoiceField
              label="Target bucket"
              value={form.target}
              onChange={(target) => change({ target })}
              choices={buckets}
              problem={checkArn(form.target, "s3", "a bucket")}
            />
          )}
          {form.isOn && (
            <FormField label="Prefix" description="What the names of the logs begin with.">
              <Input
                value={form.prefix}
                spellcheck={false}
                onChange={({ detail }) => change({ prefix: detail.value })}
              />
            </FormField>
          )}
        </>
      )}
      save={({ isOn, target, prefix }) =>
        client.send(
          new PutBucketLoggingCommand({
            Bucket,
            BucketLoggingStatus: isOn
              ? { LoggingEnabled: { TargetBucket: target.replace(/^arn:aws:s3:::/, ""), TargetPrefix: prefix } }
              : {},
          }),
        )
      }
    />
  );
}
