/** The part of a trigger's form that its source has. It hands over what makes the trigger, which answers the trigger's name. */
export interface SourceProps {
  readonly functionName: string;
  readonly functionArn: string;
  readonly onChange: (add: () => Promise<string>) => void;
}
