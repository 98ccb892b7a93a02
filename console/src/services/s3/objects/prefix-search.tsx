import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";

interface PrefixSearchProps {
  /** The folder that is shown. */
  readonly initial: string;
  readonly isOn: boolean;
  /** Undefined: the folder is shown again. */
  readonly onChange: (prefix: string | undefined) => void;
}

/** Finds objects anywhere in the bucket by what their names begin with, on the server: the list knows only what it has read. */
export function PrefixSearch({ initial, isOn, onChange }: PrefixSearchProps) {
  const [prefix, setPrefix] = useState(initial);
  return (
    <form
      className="squall-actions"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(prefix);
      }}
    >
      <Input
        value={prefix}
        ariaLabel="Prefix in the whole bucket"
        placeholder="Prefix in the whole bucket"
        spellcheck={false}
        onChange={({ detail }) => setPrefix(detail.value)}
      />
      <Button formAction="submit">Search the bucket by prefix</Button>
      {isOn && (
        <Button formAction="none" variant="link" onClick={() => onChange(undefined)}>
          Show folders again
        </Button>
      )}
    </form>
  );
}
