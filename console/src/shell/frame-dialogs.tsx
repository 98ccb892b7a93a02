import { type ComponentType, createContext, lazy, type ReactNode, Suspense, useContext, useState } from "react";
import { useShortcuts } from "./shortcuts.ts";

/** What the frame can show over every page. */
export type FrameDialog = "palette" | "shortcuts" | "code";

const FrameDialogContext = createContext<(dialog: FrameDialog) => void>(() => {});

interface DialogProps {
  readonly onClose: () => void;
  readonly onOpen: (dialog: FrameDialog) => void;
}

const dialogs: Readonly<Record<FrameDialog, ComponentType<DialogProps>>> = {
  palette: lazy(() => import("./search/palette.tsx")),
  shortcuts: lazy(() => import("./shortcuts-dialog.tsx")),
  code: lazy(() => import("./as-code/as-code-dialog.tsx")),
};

/** The dialogs of the frame, each loaded when it is first opened, and the keys that open them. */
export function FrameDialogs({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<FrameDialog>();
  useShortcuts(setOpen);
  const Dialog = open && dialogs[open];
  return (
    <FrameDialogContext value={setOpen}>
      {children}
      {Dialog && (
        <Suspense fallback={null}>
          <Dialog onClose={() => setOpen(undefined)} onOpen={setOpen} />
        </Suspense>
      )}
    </FrameDialogContext>
  );
}

export function useOpenDialog(): (dialog: FrameDialog) => void {
  return useContext(FrameDialogContext);
}
