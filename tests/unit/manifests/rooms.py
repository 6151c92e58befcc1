"""Small function folders to read."""

from pathlib import Path

FUNCTIONS = Path(__file__).parents[3] / "functions"
"""The real ones."""

ROUTE = """\
summary: Read one thing
kind: route
route: {method: GET, path: "/api/v2/things/{thing_id}"}
permission: things.read
query:
  - {name: wait, type: integer, minimum: 0, maximum: 30, default: 0, description: Seconds}
headers:
  - {name: If-None-Match, description: Entity tag already known}
responses:
  200:
    description: The thing
    model: elara.scans.model:ScanView
    headers: [{name: ETag, description: Entity tag}]
errors: [401, 404, 429]
egress: none
import_ms: 900
"""

POST = """\
summary: Make a thing
kind: route
route: {method: POST, path: /api/v2/things}
permission: public
request: elara.scans.model:NewScan
responses:
  202: {description: Accepted, model: "elara.scans.model:ScanView"}
  204: {description: Nothing to do}
errors: [422]
egress: none
import_ms: 900
"""

STAGE = "summary: The URL itself\nkind: stage\negress: none\nimport_ms: 900\n"
PUSH = "summary: Keep it\nkind: push\ntopic: scan-dead\negress: none\nimport_ms: 900\n"
SCHEDULE = (
    'summary: Sweep\nkind: schedule\nschedule: "*/15 * * * *"\negress: none\nimport_ms: 900\n'
)


def write(root: Path, **texts: str) -> Path:
    """Writes `name=text` as `root/name/function.yaml`; returns `root`."""
    for name, text in texts.items():
        (root / name).mkdir(parents=True)
        (root / name / "function.yaml").write_text(text, "utf-8")
    return root
