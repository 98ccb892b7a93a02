import type { CORSRule } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import { lazy, Suspense, useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";

const TextEditor = lazy(async () => ({ default: (await import("../../../form/code-editor.tsx")).TextEditor }));

interface CorsDialogProps {
  readonly bucket: string;
  /** JSON, or nothing. */
  readonly rules: string;
  readonly save: (rules: readonly CORSRule[]) => Promise<void>;
  readonly onClose: () => void;
}

export function CorsDialog({ bucket, rules, save, onClose }: CorsDialogProps) {
  const [text, setText] = useState(rules);
  const parsed = parseRules(text);
  const action = useAction(() => save(parsed ?? []));
  return (
    <EditDialog
      title={`Edit cross-origin resource sharing (CORS) of ${bucket}`}
      size="large"
      action={action}
      failed="The CORS configuration could not be saved"
      onClose={onClose}
    >
      <Field
        stretch
        label="JSON"
        description="A list of rules; an empty text takes the configuration away."
        secondaryControl={<Button onClick={() => setText(example)}>Insert an example</Button>}
        problem={parsed === undefined ? "This needs JSON: a list of rules, in brackets." : undefined}
      >
        <Suspense fallback={null}>
          <TextEditor value={text} language="json" ariaLabel="CORS configuration" onChange={setText} />
        </Suspense>
      </Field>
    </EditDialog>
  );
}

function parseRules(text: string): readonly CORSRule[] | undefined {
  if (text.trim() === "") return [];
  try {
    const rules: unknown = JSON.parse(text);
    return Array.isArray(rules) ? (rules as CORSRule[]) : undefined;
  } catch {
    return undefined;
  }
}

const example = JSON.stringify(
  [
    {
      AllowedHeaders: ["*"],
      AllowedMethods: ["GET", "PUT"],
      AllowedOrigins: ["http://localhost:3000"],
      ExposeHeaders: ["ETag"],
      MaxAgeSeconds: 3000,
    },
  ],
  undefined,
  2,
);
