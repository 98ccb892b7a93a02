import Autosuggest from "@cloudscape-design/components/autosuggest";
import type { ReactNode } from "react";
import { Field } from "../form/field.tsx";
import type { Live } from "../live/use-live.ts";
import type { Choice } from "./choice.ts";

interface ChoiceFieldProps {
  readonly label: string;
  readonly description?: ReactNode;
  readonly constraintText?: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly choices: Live<readonly Choice[]>;
  readonly placeholder?: string;
  readonly problem: string | undefined;
}

/** One of the account's resources, or the ARN of another that is typed: of another account or region. */
export function ChoiceField({ choices, value, onChange, problem, ...field }: ChoiceFieldProps) {
  const { label, description, constraintText, placeholder = "Choose one, or enter an ARN" } = field;
  return (
    <Field label={label} description={description} constraintText={constraintText} problem={problem}>
      <Autosuggest
        value={value}
        ariaLabel={label}
        placeholder={placeholder}
        options={(choices.data ?? []).map((choice) => ({
          value: choice.value,
          label: choice.label,
          description: choice.description || choice.value,
        }))}
        statusType={choices.isLoading ? "loading" : choices.error !== undefined ? "error" : "finished"}
        loadingText="Loading"
        errorText="What there is could not be read; an ARN can be entered."
        empty="There is none in this region yet; an ARN can be entered."
        enteredTextLabel={(text) => `Use: ${text}`}
        onChange={({ detail }) => onChange(detail.value.trim())}
      />
    </Field>
  );
}

/** What is wrong with an ARN of a service, or nothing. */
export function checkArn(arn: string, service: string, noun: string): string | undefined {
  if (arn === "") return `Choose ${noun}, or enter its ARN.`;
  return new RegExp(`^arn:aws[a-z-]*:${service}:`).test(arn)
    ? undefined
    : `Enter the ARN of ${noun}: arn:aws:${service}:…`;
}
