"""The rehearsal, step by step, each with what it has to show."""

import json
import re
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from humangov.aws.provision import make_state_table
from rehearse import docker, images
from rehearse.deciding import Phase
from rehearse.place import Stage, wait_until
from rehearse.scheduling import Service
from rehearse.visiting import Load, Refused, Visitor

PASSWORD = "four quiet words rehearsed"  # noqa: S105 of accounts that are made up and gone with the rehearsal
# What was on its way to a task when it was killed, and what was sent there before that was noticed.
MOST_IN_FLIGHT = 6


@dataclass
class Step:
    """What a step took and showed."""

    name: str
    seconds: float = 0.0
    asked: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    slowest_seconds: float = 0.0
    shown: str = ""
    allowed: int = 0

    @property
    def ok(self) -> bool:
        """Whether no more failed than may."""
        return sum(self.failed.values()) <= self.allowed


@dataclass
class Rehearsal:
    """The steps so far, on one stage."""

    stage: Stage
    fast: bool
    steps: list[Step] = field(default_factory=list)
    releases: dict[str, dict[str, str]] = field(default_factory=dict)
    load: Load | None = None

    @property
    def service(self) -> Service:
        """The pooled service."""
        return self.stage.scheduler.services["humangov-web"]

    def run(self) -> None:
        """All of it, in order."""
        with self._step("build and push the images") as step:
            self.releases = images.build(str(self.stage.folder))
            step.shown = "two releases and a broken one, by digest"
        self._deploy()
        self._people()
        self._kill()
        self._roll("roll out a new release", "2")
        self._broken()
        self._rollback()
        self._onboard()
        self._restore()
        if self.load:
            self.load.end()
        with self._step("destroy") as step:
            said = self.stage.make("destroy", STATES_TOO="1", CONFIRM="rehearsal")
            left = len(self.service.living())
            step.shown = f"{_last(said, 'destroyed')}; {left} tasks left"

    def _deploy(self) -> None:
        with self._step("first deployment") as step:
            self.stage.make("bootstrap")
            said = self.stage.make("deploy", **self.releases["1"])
            zones = sorted(held.task.zone for held in self.service.living(Phase.HEALTHY))
            step.shown = f"{_added(said)}; {len(zones)} tasks in {len(set(zones))} zones"
            _expect(len(zones) == 3 and len(set(zones)) == 3, "three tasks in three zones")

    def _people(self) -> None:
        with self._step("people sign in") as step:
            people = (
                ("--california", "20", "--wyoming", "5") if self.fast else ("--california", "120", "--wyoming", "30")
            )
            self.stage.humangov("demo", *people, HUMANGOV_DEMO_PASSWORD=PASSWORD)
            visitors = [self._signed_in(slug) for slug in ("california", "california", "wyoming", "wyoming")]
            self.load = Load(visitors, step=step.name)
            self.load.begin()
            time.sleep(5)
            step.shown = f"{len(visitors)} people of two states"

    def _signed_in(self, slug: str) -> Visitor:
        visitor = Visitor(slug, self.stage.authority)
        visitor.sign_in(f"specialist@{slug}.example", PASSWORD)
        status, text = visitor.ask("GET", "/employees")
        if status != 200 or "Employees" not in text:
            raise Refused(f"the directory of {slug} answered {status}")
        return visitor

    def _kill(self) -> None:
        with self._step("kill a task", allowed=MOST_IN_FLIGHT) as step:
            lost = self.service.living(Phase.HEALTHY)[0]
            docker.kill(lost.running)
            wait_until("the loss is noticed", lambda: lost.task.phase is Phase.STOPPED, 30)
            seconds = wait_until("three tasks run again", lambda: len(self.service.living(Phase.HEALTHY)) == 3, 120)
            zones = {held.task.zone for held in self.service.living(Phase.HEALTHY)}
            step.shown = f"replaced after {seconds:.0f} s, again {len(zones)} zones"

    def _roll(self, name: str, release: str) -> None:
        with self._step(name) as step:
            self.stage.make("deploy", **self.releases[release])
            step.shown = f"version {self._version()} serves"
            _expect(self._version() == self.releases[release]["RELEASE_REVISION"], "the new release serves")

    def _broken(self) -> None:
        with self._step("roll out a broken release") as step:
            refused = ""
            try:
                self.stage.make("deploy", **self.releases["broken"])
            except docker.Failed as failure:
                refused = str(failure)
            _expect("previous version keeps serving" in refused, f"make deploy says so: {refused[-600:]}")
            wait_until("ECS is steady", lambda: self.service.history.primary.rollout == "COMPLETED", 120)
            failed = next(d for d in self.service.history.deployments if d.rollout == "FAILED")
            step.shown = f"broken off after {failed.failed} tasks; version {self._version()} serves"
            _expect(self._version() == "rehearsal-2", "the release before serves")

    def _rollback(self) -> None:
        with self._step("roll back") as step:
            self.stage.make("rollback")
            step.shown = f"version {self._version()} serves"
            _expect(self._version() == "rehearsal-2", "the last release that succeeded serves")

    def _onboard(self) -> None:
        with self._step("onboard a third state") as step:
            before = {held.task.id for held in self.service.living()}
            said = self.stage.make("onboard", STATE="texas")
            after = {held.task.id for held in self.service.living()}
            step.shown = f"{_added(said)}; {len(after - before)} new tasks"
            _expect(before == after, "no task is made for it")

    def _restore(self) -> None:
        with self._step("restore drill of one state") as step:
            folder, aside = str(self.stage.folder / "bundles" / "drill"), "humangov-wyoming-drill"
            self.stage.humangov("state", "export", "wyoming", "--to", folder, "--while-active")
            self.stage.humangov("state", "verify", folder)
            make_state_table(self.stage.client("dynamodb"), aside, "")
            self.stage.client("s3").create_bucket(Bucket=aside)
            versions: Any = {"Status": "Enabled"}
            self.stage.client("s3").put_bucket_versioning(Bucket=aside, VersioningConfiguration=versions)
            place = ("--table", aside, "--bucket", aside)
            self.stage.humangov("state", "import", folder, "--as", "wyoming", *place, "--while-active")
            said = self.stage.humangov("state", "verify", folder, "--against", "wyoming", *place)
            self.stage.client("dynamodb").update_table(TableName=aside, DeletionProtectionEnabled=False)
            self.stage.client("dynamodb").delete_table(TableName=aside)
            step.shown = f"{_point_in_time(self.stage.client('dynamodb'))}; bundle: {' '.join(said.split())[-140:]}"

    def _version(self) -> str:
        status, text = Visitor("california", self.stage.authority).ask("GET", "/version")
        _expect(status == 200, f"/version answers ({status})")
        return str(json.loads(text)["revision"])

    @contextmanager
    def _step(self, name: str, allowed: int = 0) -> Any:  # noqa: ANN401 a generator that contextmanager wraps
        step, began = Step(name, allowed=allowed), time.monotonic()
        self.steps.append(step)
        print(f"==> {name}", flush=True)
        if self.load:
            self.load.step = name
        yield step
        step.seconds = time.monotonic() - began
        if self.load:
            step.asked, step.failed = self.load.asked[name], self.load.failures(name)
            step.slowest_seconds = self.load.slowest.get(name, 0.0)
        print(f"    {line(step)}", flush=True)


def line(step: Step) -> str:
    """A step as a line of the report."""
    failed = ", ".join(f"{count} × {what}" for what, count in step.failed.items()) or "none"
    requests = f"; {step.asked} requests, failed: {failed}, slowest {step.slowest_seconds:.1f} s" if step.asked else ""
    return f"{step.seconds:5.0f} s  {step.shown}{requests}"


def written(steps: list[Step], file: Path) -> None:
    """The report as JSON."""
    file.write_text(json.dumps([asdict(step) for step in steps], indent=2, ensure_ascii=False) + "\n", "utf-8")


def _point_in_time(client: Any) -> str:  # noqa: ANN401 boto3
    """Restore a table beside itself, as it was a moment ago, as far as the emulator can."""
    name = "humangov-wyoming"
    with suppress(ClientError):
        client.restore_table_to_point_in_time(
            SourceTableName=name, TargetTableName=f"{name}-restored", UseLatestRestorableTime=True
        )
        client.get_waiter("table_exists").wait(
            TableName=f"{name}-restored", WaiterConfig={"Delay": 1, "MaxAttempts": 30}
        )
        counts = [client.scan(TableName=table, Select="COUNT")["Count"] for table in (name, f"{name}-restored")]
        client.delete_table(TableName=f"{name}-restored")
        return f"table restored beside itself ({counts[1]} of {counts[0]} items)"
    return "the emulator has no point in time"


def _added(said: str) -> str:
    found = re.findall(r"Apply complete! Resources: (\d+) added", said)
    return f"{sum(map(int, found))} resources made"


def _last(said: str, word: str) -> str:
    found = re.findall(rf"(\d+) {word}", said)
    return f"{found[-1]} resources {word}" if found else "nothing told"


def _expect(true: bool, what: str) -> None:  # noqa: FBT001 a check
    if not true:
        raise docker.Failed(f"expected: {what}")
