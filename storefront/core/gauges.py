"""Build Prometheus gauges from values that are read at the moment of the scrape."""

from collections.abc import Mapping

from prometheus_client.core import GaugeMetricFamily


def gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    """Return one gauge without labels."""
    return GaugeMetricFamily(name, text, value=value)


def labelled_gauge(name: str, text: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    """Return one gauge with a value for each value of `label`."""
    family = GaugeMetricFamily(name, text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
