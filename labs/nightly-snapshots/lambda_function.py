import datetime

import boto3

KEEP_DAYS = 3
ec2 = boto3.client("ec2")


def lambda_handler(event, context):
    volumes = ec2.describe_volumes(Filters=[{"Name": "tag:Backup", "Values": ["true"]}])["Volumes"]
    for volume in volumes:
        snapshot = ec2.create_snapshot(
            VolumeId=volume["VolumeId"],
            Description="Nightly, of " + volume["VolumeId"],
            TagSpecifications=[
                {"ResourceType": "snapshot", "Tags": [{"Key": "CreatedBy", "Value": "nightlySnapshots"}]}
            ],
        )
        print("made " + snapshot["SnapshotId"] + " of " + volume["VolumeId"])

    # The rule's event says when it was sent.
    now = datetime.datetime.fromisoformat(event["time"])
    oldest = now - datetime.timedelta(days=KEEP_DAYS)
    own = [{"Name": "tag:CreatedBy", "Values": ["nightlySnapshots"]}]
    for snapshot in ec2.describe_snapshots(OwnerIds=["self"], Filters=own)["Snapshots"]:
        if snapshot["StartTime"] < oldest:
            ec2.delete_snapshot(SnapshotId=snapshot["SnapshotId"])
            print("deleted " + snapshot["SnapshotId"])
