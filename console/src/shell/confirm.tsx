import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

/** A question before something that cannot be taken back; it names the thing. */
export interface Question {
  readonly title: string;
  readonly body: ReactNode;
  /** The button: "Delete". */
  readonly action: string;
  /** What the user must type first, as AWS asks for: "delete", or the bucket's name. */
  readonly typed?: string;
}

type Confirm = (question: Question) => Promise<boolean>;

const ConfirmContext = createContext<Confirm | undefined>(undefined);

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{ question: Question; answer: (yes: boolean) => void }>();
  const confirm = useCallback<Confirm>(
    (question) => new Promise((resolve) => setAsked({ question, answer: resolve })),
    [],
  );
  const answer = (yes: boolean) => {
    asked?.answer(yes);
    setAsked(undefined);
  };
  return (
    <ConfirmContext value={confirm}>
      {children}
      {asked && <ConfirmDialog question={asked.question} onAnswer={answer} />}
    </ConfirmContext>
  );
}

export function useConfirm(): Confirm {
  const confirm = useContext(ConfirmContext);
  if (!confirm) throw new Error("useConfirm is used outside the frame.");
  return confirm;
}

function ConfirmDialog({ question, onAnswer }: { question: Question; onAnswer: (yes: boolean) => void }) {
  const { title, body, action, typed } = question;
  const [text, setText] = useState("");
  const isConfirmed = typed === undefined || text === typed;
  return (
    <Modal
      visible
      header={title}
      onDismiss={() => onAnswer(false)}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => onAnswer(false)}>
              Cancel
            </Button>
            <Button variant="primary" disabled={!isConfirmed} onClick={() => onAnswer(true)}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{body}</Alert>
        {typed !== undefined && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (isConfirmed) onAnswer(true);
            }}
          >
            <FormField label={`To confirm, type ${typed} in the field.`}>
              <Input
                value={text}
                placeholder={typed}
                ariaRequired
                autoFocus
                onChange={({ detail }) => setText(detail.value)}
              />
            </FormField>
          </form>
        )}
      </SpaceBetween>
    </Modal>
  );
}
