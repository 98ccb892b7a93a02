import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from "react";

/** Something that can be done on the page that is shown, by the palette. */
export interface PageCommand {
  readonly text: string;
  readonly run: () => void;
}

interface PageCommands {
  readonly all: () => readonly PageCommand[];
  readonly offer: (commands: readonly PageCommand[]) => () => void;
}

const PageCommandsContext = createContext<PageCommands>({ all: () => [], offer: () => () => {} });

export function PageCommandsProvider({ children }: { children: ReactNode }) {
  const offered = useRef(new Set<readonly PageCommand[]>());
  const value = useMemo<PageCommands>(
    () => ({
      all: () => [...offered.current].flat(),
      offer: (commands) => {
        offered.current.add(commands);
        return () => offered.current.delete(commands);
      },
    }),
    [],
  );
  return <PageCommandsContext value={value}>{children}</PageCommandsContext>;
}

/** Offers what the page can do as long as it is shown. */
export function usePageCommands(commands: readonly PageCommand[]): void {
  const { offer } = useContext(PageCommandsContext);
  useEffect(() => offer(commands));
}

export function useOfferedCommands(): () => readonly PageCommand[] {
  return useContext(PageCommandsContext).all;
}
