/** A volume that an instance is launched with. */
export interface BlockDevice {
  readonly device: string;
  readonly snapshotId: string | undefined;
  readonly sizeGiB: number | undefined;
  readonly kind: string | undefined;
  readonly iops: number | undefined;
  readonly throughput: number | undefined;
  readonly isEncrypted: boolean | undefined;
  readonly kmsKeyId: string | undefined;
  readonly deleteOnTermination: boolean;
}
