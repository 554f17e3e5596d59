"""Builds the two images, pushes them, and names them by their digests."""

import base64
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.context import Context
from deploy.place import ROOT, Stop
from deploy.programs import outcome, run, told

PLATFORMS = {"ARM64": "linux/arm64", "X86_64": "linux/amd64"}
DOCKERFILES = {"app": "Dockerfile", "nginx": "nginx/Dockerfile"}
_BASES = ("PYTHON_IMAGE", "NODE_IMAGE", "NGINX_IMAGE")
_BY_DIGEST = re.compile(r"[^\s@]+@sha256:[0-9a-f]{64}")
_ECR = re.compile(r"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/")


@dataclass(frozen=True, slots=True)
class Images:
    """The images of a release, by digest, and the git revision that they were built from."""

    revision: str
    app: str
    nginx: str

    @property
    def variables(self) -> dict[str, str]:
        """The images as variables of the Terraform root."""
        return {"app_image": self.app, "nginx_image": self.nginx}

    @classmethod
    def to_come(cls, name: str) -> "Images":
        """What stands in the place of images that are not built yet, so that a plan can be made."""
        return cls("none", *(f"{name}-{image}@sha256:{'0' * 64}" for image in DOCKERFILES))


def given(environ: Mapping[str, str]) -> Images | None:
    """The images of RELEASE_APP, RELEASE_NGINX and RELEASE_REVISION, which were built and pushed elsewhere."""
    app, nginx, revision = (environ.get(f"RELEASE_{part}", "") for part in ("APP", "NGINX", "REVISION"))
    if not (app or nginx):
        return None
    if not revision or not _BY_DIGEST.fullmatch(app) or not _BY_DIGEST.fullmatch(nginx):
        text = "Give RELEASE_APP and RELEASE_NGINX as repository@sha256:…, and RELEASE_REVISION as their git revision."
        raise Stop(text)
    return Images(revision, app, nginx)


def revision(force: bool, now: str) -> str:  # noqa: FBT001 FORCE=1 of the caller
    """The git revision of the source. Stops where something is not committed, unless forced: then it is marked."""
    if told(["git", "rev-parse", "--is-inside-work-tree"]).strip() != "true":
        raise Stop("A release is built from a git checkout: clone the repository.")
    short = told(["git", "rev-parse", "--short=12", "HEAD"]).strip()
    left = told(["git", "status", "--porcelain"]).splitlines()
    if left and not force:
        text = f"{left[0][3:]} is not committed ({len(left)} in all): commit what belongs to it, or set FORCE=1."
        raise Stop(f"{text} A forced release is marked as dirty, and nobody can build it again.")
    return f"{short}-dirty-{now}" if left else short


def check_docker() -> None:
    """Stop where no engine answers."""
    if outcome(["docker", "info", "--format", "{{.ServerVersion}}"])[0]:
        raise Stop("The Docker engine does not answer: start it (docker info says more).")


def built_and_pushed(context: Context, repositories: Mapping[str, str], of_revision: str) -> Images:
    """Both images in their repositories. Those that are there already are taken as they are: tags never move."""
    platform = PLATFORMS[str(context.setting("architecture", "ARM64"))]
    if any(_ECR.match(repository) for repository in repositories.values()):
        _sign_in(context, repositories["app"].partition("/")[0])
    digests = {name: _pushed(context, name, repositories[name], of_revision, platform) for name in DOCKERFILES}
    return Images(of_revision, **digests)


def _pushed(context: Context, name: str, repository: str, of_revision: str, platform: str) -> str:
    tag = f"{repository}:{of_revision}-{platform.rpartition('/')[2]}"
    if not outcome(["docker", "pull", "--quiet", "--platform", platform, tag])[0]:
        context.console.say(f"    {tag} is there already, and is taken as it is.")
        return _digest(repository, tag)
    context.console.say(f"    Building {tag}")
    _build(name, tag, of_revision, platform)
    context.console.say(f"    Pushing {tag}")
    if run(["docker", "push", "--quiet", tag]):
        raise Stop(f"docker push {tag} failed: see above. Nothing was deployed.")
    return _digest(repository, tag)


def _build(name: str, tag: str, of_revision: str, platform: str) -> None:
    arguments = [f"{base}={os.environ[base]}" for base in _BASES if os.environ.get(base)]
    options = [part for argument in (f"REVISION={of_revision}", *arguments) for part in ("--build-arg", argument)]
    target = ["--target", "runtime"] if name == "app" else []
    command = ["docker", "build", "--quiet", "--platform", platform, "--file", DOCKERFILES[name], "--tag", tag]
    # One image, one digest: no index of attestations around it.
    if run([*command, *target, *options, str(ROOT)], {"DOCKER_BUILDKIT": "1", "BUILDX_NO_DEFAULT_ATTESTATIONS": "1"}):
        hint = (
            "For another architecture than this machine's, Docker needs emulation (binfmt) or a builder of that kind."
        )
        raise Stop(f"docker build of {name} for {platform} failed: see above. {hint} Nothing was deployed.")


def _digest(repository: str, tag: str) -> str:
    names = json.loads(told(["docker", "image", "inspect", "--format", "{{json .RepoDigests}}", tag]))
    of_ours = [name for name in names if name.startswith(f"{repository}@sha256:")]
    if not of_ours:
        raise Stop(f"{tag} has no digest in its registry: push it anew (docker image rm {tag}, then once more).")
    return str(of_ours[0])


def _sign_in(context: Context, registry: str) -> None:
    answer = context.session.client("ecr").get_authorization_token()
    user, _, password = base64.b64decode(answer["authorizationData"][0]["authorizationToken"]).decode().partition(":")
    if run(["docker", "login", "--username", user, "--password-stdin", registry], stdin=password):
        raise Stop(f"docker login at {registry} failed: see above. Nothing was deployed.")
