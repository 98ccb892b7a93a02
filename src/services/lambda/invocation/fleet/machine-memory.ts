/** How much memory the machine has for more. Given by the composition root, so that a test may say it. */
export interface MachineMemory {
  availableBytes(): number;
}
