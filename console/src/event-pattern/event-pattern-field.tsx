import { lazy, Suspense } from "react";
import { Field } from "../form/field.tsx";

const TextEditor = lazy(async () => ({ default: (await import("../form/code-editor.tsx")).TextEditor }));

interface EventPatternFieldProps {
  readonly label?: string;
  readonly description?: string;
  readonly pattern: string;
  readonly onChange: (pattern: string) => void;
  readonly heightPixels?: number;
}

/** A pattern as JSON. Whether it is a pattern, the server says; whether it is JSON, the field. */
export function EventPatternField({
  label = "Event pattern",
  description = "Which events match: each field names the values that it may have.",
  pattern,
  onChange,
  heightPixels = 200,
}: EventPatternFieldProps) {
  return (
    <Field label={label} description={description} stretch problem={checkPattern(pattern)}>
      <Suspense fallback={null}>
        <TextEditor value={pattern} language="json" ariaLabel={label} onChange={onChange} heightPixels={heightPixels} />
      </Suspense>
    </Field>
  );
}

export function checkPattern(text: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return undefined;
  } catch (error) {
    return `This is no JSON: ${(error as Error).message}`;
  }
  return "A pattern is a JSON object: a field and the values that it may have.";
}
