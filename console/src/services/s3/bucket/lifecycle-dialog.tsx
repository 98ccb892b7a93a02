import { type LifecycleRule, TransitionStorageClass } from "@aws-sdk/client-s3";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { checkNumber } from "../../../form/checks.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { newRule, type RuleForm, ruleInWords, toRule, toRuleForm } from "./lifecycle-rule.ts";

interface LifecycleDialogProps {
  /** Undefined: a new one. */
  readonly rule: LifecycleRule | undefined;
  /** The names of all rules. */
  readonly taken: readonly string[];
  readonly save: (rule: LifecycleRule) => Promise<void>;
  readonly onClose: () => void;
}

export function LifecycleDialog({ rule, taken, save, onClose }: LifecycleDialogProps) {
  const notify = useNotify();
  const [form, setForm] = useState<RuleForm>(() => (rule ? toRuleForm(rule) : newRule));
  const change = (part: Partial<RuleForm>) => setForm({ ...form, ...part });
  const made = toRule(form, rule);
  const action = useAction(async () => {
    await save(made);
    notify.success(`Successfully ${rule ? "edited" : "created"} lifecycle rule ${form.id}.`);
  });
  const hasAction = ruleInWords(made) !== "Nothing.";
  return (
    <EditDialog
      title={rule ? `Edit lifecycle rule ${rule.ID}` : "Create lifecycle rule"}
      submit={rule ? "Save changes" : "Create rule"}
      size="large"
      action={action}
      failed="The lifecycle rule could not be saved"
      onClose={onClose}
    >
      <Field label="Lifecycle rule name" problem={checkName(form.id, rule?.ID, taken)}>
        <Input value={form.id} disabled={rule !== undefined} onChange={({ detail }) => change({ id: detail.value })} />
      </Field>
      <FormField label="Prefix - optional" description="Only objects whose names begin so. Empty: all of the bucket.">
        <Input value={form.prefix} spellcheck={false} onChange={({ detail }) => change({ prefix: detail.value })} />
      </FormField>
      <Days
        label="Expire current versions after (days) - optional"
        value={form.expireDays}
        onChange={(expireDays) => change({ expireDays })}
        missing={hasAction ? undefined : "The rule does nothing yet: enter days for one of its actions."}
      />
      <Days
        label="Move current versions to another class after (days) - optional"
        value={form.transitionDays}
        least={0}
        onChange={(transitionDays) => change({ transitionDays })}
      />
      {form.transitionDays !== "" && (
        <FormField label="Storage class">
          <Select
            ariaLabel="Storage class"
            options={classes}
            selectedOption={{ value: form.storageClass, label: form.storageClass }}
            onChange={({ detail }) => change({ storageClass: detail.selectedOption.value as TransitionStorageClass })}
          />
        </FormField>
      )}
      <Days
        label="Delete versions that are not current after (days) - optional"
        value={form.noncurrentDays}
        onChange={(noncurrentDays) => change({ noncurrentDays })}
      />
      <Days
        label="Delete incomplete multipart uploads after (days) - optional"
        value={form.abortDays}
        onChange={(abortDays) => change({ abortDays })}
      />
      <Checkbox
        checked={form.removesMarkers && form.expireDays === ""}
        disabled={form.expireDays !== ""}
        onChange={({ detail }) => change({ removesMarkers: detail.checked })}
      >
        Remove delete markers that hide no version
      </Checkbox>
      <Checkbox checked={form.isOn} onChange={({ detail }) => change({ isOn: detail.checked })}>
        The rule is enabled
      </Checkbox>
      <div data-testid="rule-in-words">{ruleInWords(made)}</div>
    </EditDialog>
  );
}

const classes = Object.values(TransitionStorageClass).map((value) => ({ value, label: value }));

interface DaysProps {
  readonly label: string;
  readonly value: string;
  readonly least?: number;
  readonly onChange: (value: string) => void;
  /** What is wrong with an empty field. */
  readonly missing?: string;
}

function Days({ label, value, least = 1, onChange, missing }: DaysProps) {
  return (
    <Field label={label} problem={value === "" ? missing : checkNumber(value, least, 2_147_483_647)}>
      <Input type="number" inputMode="numeric" value={value} onChange={({ detail }) => onChange(detail.value)} />
    </Field>
  );
}

function checkName(id: string, before: string | undefined, taken: readonly string[]): string | undefined {
  if (id === "") return "Enter a name for the rule.";
  if (id.length > 255) return "A name has 255 characters at most.";
  return id !== before && taken.includes(id) ? `There is a rule ${id} already.` : undefined;
}
