import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { parseDocument } from "../policy-document.ts";
import { StatementEditor } from "./statement-editor.tsx";
import { emptyStatement, type StatementForm, toDocument, toForms } from "./statement-form.ts";

interface VisualEditorProps {
  readonly document: string;
  readonly onChange: (document: string) => void;
}

/** A policy's statements as fields. The text is what counts: each change of a field writes it anew. */
export default function VisualEditor({ document, onChange }: VisualEditorProps) {
  const parsed = parseDocument(document);
  const forms = parsed && toForms(parsed);
  if (!forms) {
    return (
      <Alert type="info">
        {parsed
          ? "This document says what only JSON can: change it there."
          : "This is no policy document yet: mend it in JSON."}
      </Alert>
    );
  }
  const write = (next: readonly StatementForm[]) => onChange(toDocument(next, parsed));
  return (
    <SpaceBetween size="m">
      {forms.map((form, at) => (
        <StatementEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: statements have no names that must be there.
          key={at}
          number={at + 1}
          form={form}
          onChange={(changed) => write(forms.map((one, index) => (index === at ? changed : one)))}
          onCopy={() => write([...forms.slice(0, at + 1), { ...form, sid: "" }, ...forms.slice(at + 1)])}
          onRemove={forms.length > 1 ? () => write(forms.filter((_one, index) => index !== at)) : undefined}
        />
      ))}
      <Button formAction="none" iconName="add-plus" onClick={() => write([...forms, emptyStatement])}>
        Add statement
      </Button>
    </SpaceBetween>
  );
}
