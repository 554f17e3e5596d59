"""The images of the rehearsal: two releases of the real ones, and one that never becomes healthy."""

from rehearse.docker import docker
from rehearse.ground import REGISTRY_PORT, ROOT

# It runs, and never answers: what a release with a wrong setting does.
BROKEN = 'FROM humangov-rehearsal-app:1\nCMD ["python", "-c", "import time; time.sleep(3600)"]\n'


def build(folder: str) -> dict[str, dict[str, str]]:
    """Build and push; returns for each release the variables that make deploy takes."""
    releases = {}
    for number in ("1", "2"):
        revision = f"rehearsal-{number}"
        app = _pushed("app", number, "--target=runtime", "--file=Dockerfile", f"--build-arg=REVISION={revision}")
        nginx = _pushed("nginx", number, "--file=nginx/Dockerfile", f"--build-arg=REVISION={revision}")
        releases[number] = {"RELEASE_APP": app, "RELEASE_NGINX": nginx, "RELEASE_REVISION": revision}
    file = f"{folder}/Dockerfile.broken"
    with open(file, "w", encoding="utf-8") as out:  # noqa: PTH123 a text of one line
        out.write(BROKEN)
    broken = _pushed("app", "broken", f"--file={file}")
    releases["broken"] = {**releases["1"], "RELEASE_APP": broken, "RELEASE_REVISION": "rehearsal-broken"}
    return releases


def _pushed(image: str, number: str, *options: str) -> str:
    """The image by its digest in the registry."""
    local, repository = f"humangov-rehearsal-{image}:{number}", f"localhost:{REGISTRY_PORT}/humangov-{image}"
    docker("build", "--quiet", *options, f"--tag={local}", str(ROOT), seconds=600)
    docker("tag", local, f"{repository}:{number}")
    docker("push", "--quiet", f"{repository}:{number}", seconds=300)
    names = docker(
        "image", "inspect", "--format", "{{range .RepoDigests}}{{println .}}{{end}}", f"{repository}:{number}"
    )
    return next(name for name in names.split() if name.startswith(f"{repository}@"))
