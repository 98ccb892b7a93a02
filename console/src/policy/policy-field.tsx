import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense } from "react";
import { parseDocument } from "./policy-document.ts";
import { WordsList } from "./words-list.tsx";

const TextEditor = lazy(async () => ({ default: (await import("../form/code-editor.tsx")).TextEditor }));

interface PolicyFieldProps {
  readonly document: string;
  readonly onChange: (document: string) => void;
  readonly heightPixels?: number;
}

export function PolicyField({ document, onChange, heightPixels = 320 }: PolicyFieldProps) {
  const parsed = parseDocument(document);
  return (
    <SpaceBetween size="s">
      <Suspense fallback={null}>
        <TextEditor
          value={document}
          language="json"
          ariaLabel="Policy document"
          onChange={onChange}
          heightPixels={heightPixels}
        />
      </Suspense>
      {parsed && (
        <Box color="text-body-secondary">
          In words:
          <WordsList document={parsed} />
        </Box>
      )}
    </SpaceBetween>
  );
}
