"""Metrics, alarms, dashboards and the bill with boto3, unmodified: endpoint, credentials and region come from the environment."""
import datetime
import json

import boto3
from botocore.exceptions import ClientError

cloudwatch, ce = boto3.client("cloudwatch"), boto3.client("ce")
now = datetime.datetime.now(datetime.timezone.utc)
minute = datetime.timedelta(minutes=1)


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"{code} expected")


dimensions = [{"Name": "Page", "Value": "home"}]
datum = {"MetricName": "Latency", "Dimensions": dimensions, "Unit": "Milliseconds", "Timestamp": now - minute}
cloudwatch.put_metric_data(Namespace="Py", MetricData=[{**datum, "Values": [10.5, 20.0], "Counts": [9, 1]}])
message = refused("InvalidParameterValue", cloudwatch.put_metric_data, Namespace="AWS/Py", MetricData=[datum])
assert message == "The value AWS/Py for parameter Namespace is invalid.", message
refused("InvalidParameterCombination", cloudwatch.put_metric_data, Namespace="Py", MetricData=[{**datum, "Value": 1, "Values": [1]}])

metrics = [metric for page in cloudwatch.get_paginator("list_metrics").paginate(Namespace="Py") for metric in page["Metrics"]]
assert metrics == [{"Namespace": "Py", "MetricName": "Latency", "Dimensions": dimensions}], metrics
query = dict(Namespace="Py", MetricName="Latency", Dimensions=dimensions, StartTime=now - 5 * minute, EndTime=now + minute, Period=60)
point, = cloudwatch.get_metric_statistics(Statistics=["Average", "SampleCount"], **query)["Datapoints"]
assert (point["Average"], point["SampleCount"], point["Unit"]) == (11.45, 10.0, "Milliseconds"), point
point, = cloudwatch.get_metric_statistics(ExtendedStatistics=["p90", "p99"], **query)["Datapoints"]
assert point["ExtendedStatistics"] == {"p90": 10.5, "p99": 20.0}, point

metric = {"Namespace": "Py", "MetricName": "Latency", "Dimensions": dimensions}
queries = [
    {"Id": "m1", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}, "ReturnData": False},
    {"Id": "e1", "Expression": "m1 / 2", "Label": "half"},
]
pages = cloudwatch.get_paginator("get_metric_data").paginate(MetricDataQueries=queries, StartTime=now - 5 * minute, EndTime=now + minute)
result, = [result for page in pages for result in page["MetricDataResults"]]
assert (result["Label"], result["Values"], result["StatusCode"]) == ("half", [57.25], "Complete"), result

alarm = dict(AlarmName="py", Statistic="Average", Period=60, EvaluationPeriods=1, Threshold=5, ComparisonOperator="GreaterThanThreshold", **metric)
cloudwatch.put_metric_alarm(**alarm)
refused("ValidationError", cloudwatch.put_metric_alarm, **{**alarm, "Period": 45})
cloudwatch.set_alarm_state(AlarmName="py", StateValue="OK", StateReason="from Python")
described, = cloudwatch.describe_alarms(AlarmNames=["py"])["MetricAlarms"]
assert described["Threshold"] == 5.0 and described["Dimensions"] == dimensions, described
kinds = {item["HistoryItemType"] for item in cloudwatch.describe_alarm_history(AlarmName="py")["AlarmHistoryItems"]}
assert kinds == {"ConfigurationUpdate", "StateUpdate"}, kinds
cloudwatch.tag_resource(ResourceARN=described["AlarmArn"], Tags=[{"Key": "team", "Value": "a"}])
assert cloudwatch.list_tags_for_resource(ResourceARN=described["AlarmArn"])["Tags"] == [{"Key": "team", "Value": "a"}]
cloudwatch.delete_alarms(AlarmNames=["py"])
refused("ResourceNotFound", cloudwatch.delete_alarms, AlarmNames=["py"])

body = json.dumps({"widgets": [{"type": "text", "properties": {"markdown": "hello"}}]})
assert cloudwatch.put_dashboard(DashboardName="py", DashboardBody=body)["DashboardValidationMessages"] == []
assert cloudwatch.get_dashboard(DashboardName="py")["DashboardBody"] == body
refused("InvalidParameterInput", cloudwatch.put_dashboard, DashboardName="py", DashboardBody="{")
cloudwatch.delete_dashboards(DashboardNames=["py"])
refused("ResourceNotFound", cloudwatch.get_dashboard, DashboardName="py")

month = now.strftime("%Y-%m-01")
costs = ce.get_cost_and_usage(TimePeriod={"Start": month, "End": (now + datetime.timedelta(days=1)).strftime("%Y-%m-%d")}, Granularity="DAILY", Metrics=["UnblendedCost"])
assert costs["ResultsByTime"][0]["Total"] == {"UnblendedCost": {"Amount": "0", "Unit": "USD"}}, costs
refused("ValidationException", ce.get_cost_and_usage, TimePeriod={"Start": month, "End": month}, Granularity="DAILY", Metrics=["UnblendedCost"])
print("metrics done")
