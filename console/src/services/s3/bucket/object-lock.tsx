import {
  GetObjectLockConfigurationCommand,
  type ObjectLockRetentionMode,
  PutObjectLockConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import Alert from "@cloudscape-design/components/alert";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { checkNumber } from "../../../form/checks.ts";
import { Field } from "../../../form/field.tsx";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { orNone } from "./or-none.ts";
import { Setting } from "./setting.tsx";

interface LockForm {
  readonly mode: "none" | ObjectLockRetentionMode;
  readonly days: string;
}

/** "Object Lock": on for good once it is on; the default retention of new objects can be changed. */
export function ObjectLock({ bucket: Bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const live = useLive(
    `s3/object-lock/${Bucket}`,
    async () => {
      const answer = await orNone(client.send(new GetObjectLockConfigurationCommand({ Bucket })), undefined);
      return { lock: answer?.ObjectLockConfiguration };
    },
    { everyMs: 20_000 },
  );
  return (
    <Setting
      title="Object Lock"
      description="Store objects using a write-once-read-many (WORM) model."
      live={live}
      shown={({ lock }) => {
        const { Mode, Days, Years } = lock?.Rule?.DefaultRetention ?? {};
        return [
          { label: "Object Lock", value: lock ? "Enabled" : "Disabled" },
          { label: "Default retention mode", value: Mode ? modes[Mode] : "None" },
          { label: "Default retention period", value: Years ? `${Years} years` : Days ? `${Days} days` : "-" },
        ];
      }}
      toForm={({ lock }): LockForm => {
        const { Mode = "none", Days, Years } = lock?.Rule?.DefaultRetention ?? {};
        return { mode: Mode, days: String(Days ?? (Years ? Years * 365 : 1)) };
      }}
      fields={(form, change, { lock }) => (
        <>
          {!lock && (
            <Alert type="warning">
              Object Lock needs Bucket Versioning, and stays on for good: it cannot be turned off any more.
            </Alert>
          )}
          <RadioGroup
            ariaLabel="Default retention mode"
            value={form.mode}
            items={[
              { value: "none", label: "No default retention" },
              {
                value: "GOVERNANCE",
                label: modes.GOVERNANCE,
                description: "Users with a permission of their own can still delete and change what is kept.",
              },
              { value: "COMPLIANCE", label: modes.COMPLIANCE, description: "Nobody can, not even the root user." },
            ]}
            onChange={({ detail }) => change({ mode: detail.value as LockForm["mode"] })}
          />
          {form.mode !== "none" && (
            <Field label="Default retention period (days)" problem={checkNumber(form.days, 1, 36_500)}>
              <Input
                type="number"
                inputMode="numeric"
                value={form.days}
                onChange={({ detail }) => change({ days: detail.value })}
              />
            </Field>
          )}
        </>
      )}
      save={({ mode, days }) =>
        client.send(
          new PutObjectLockConfigurationCommand({
            Bucket,
            ObjectLockConfiguration: {
              ObjectLockEnabled: "Enabled",
              ...(mode !== "none" && { Rule: { DefaultRetention: { Mode: mode, Days: Number(days) } } }),
            },
          }),
        )
      }
    />
  );
}

const modes: Readonly<Record<string, string>> = { GOVERNANCE: "Governance", COMPLIANCE: "Compliance" };
