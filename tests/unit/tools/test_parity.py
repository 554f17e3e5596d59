"""What runs here and what runs in production are told apart."""

from typing import Any

from parity import differences

PROBE = ["CMD", "probe"]


def a_service(**changes: Any) -> dict[str, Any]:
    return {
        "name": "app",
        "image": "humangov-app:local",
        "read_only": True,
        "cap_drop": ["ALL"],
        "mem_limit": "671088640",
        "stop_grace_period": "1m0s",
        "environment": {"AWS_REGION": "us-east-1", "HUMANGOV_SECRET_KEY": "secret"},
        "volumes": [{"type": "volume", "target": "/tmp"}],  # noqa: S108 the container's
        "depends_on": {"init": {"condition": "service_healthy"}},
        "healthcheck": {"test": PROBE, "retries": 3, "interval": "5s", "timeout": "5s", "start_period": "20s"},
        **changes,
    }


def a_container(**changes: Any) -> dict[str, Any]:
    return {
        "name": "app",
        "image": "123456789012.example/humangov-app@sha256:0123",
        "readonlyRootFilesystem": True,
        "linuxParameters": {"capabilities": {"drop": ["ALL"]}},
        "memory": 640,
        "stopTimeout": 60,
        "environment": [{"name": "AWS_REGION", "value": "us-east-1"}],
        "secrets": [{"name": "HUMANGOV_SECRET_KEY", "valueFrom": "arn"}],
        "mountPoints": [{"containerPath": "/tmp", "sourceVolume": "tmp"}],  # noqa: S108 the container's
        "dependsOn": [{"containerName": "init", "condition": "HEALTHY"}],
        "healthCheck": {"command": PROBE, "retries": 3, "interval": 5, "timeout": 5, "startPeriod": 20},
        **changes,
    }


def found(service: dict[str, Any], container: dict[str, Any]) -> dict[str, tuple[object, object]]:
    return dict(differences([service], [container]))


def test_the_same_in_two_languages_is_no_difference() -> None:
    assert found(a_service(), a_container()) == {}


def test_each_setting_that_differs_is_told_with_both_values() -> None:
    assert found(a_service(read_only=False, command=["sleep"]), a_container(stopTimeout=30, dependsOn=[])) == {
        "app.read_only": (False, True),
        "app.command": (["sleep"], None),
        "app.stop_seconds": (60, 30),
        "app.after.init": ("HEALTHY", "(absent)"),
    }


def test_a_variable_of_one_side_is_told() -> None:
    service = a_service(environment={"AWS_REGION": "us-west-2", "HUMANGOV_SECRET_KEY": "secret", "DEBUG": "1"})
    assert found(service, a_container()) == {
        "app.environment.AWS_REGION": ("us-west-2", "us-east-1"),
        "app.environment.DEBUG": ("1", "(absent)"),
    }


def test_a_container_of_one_side_is_told() -> None:
    assert "app.image" in dict(differences([a_service()], []))
    assert "app.image" in dict(differences([], [a_container()]))
