"""What a function says about itself in its `function.yaml`."""

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from elara.scoring.model import Stage

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_PART = r"(/([A-Za-z0-9._-]+|\{[a-z_]+\}))"

Sentence = Annotated[str, StringConstraints(min_length=3, max_length=120, pattern=r"^[A-Z]")]
ModelRef = Annotated[str, StringConstraints(pattern=r"^elara(\.[a-z_]+)+:[A-Z][A-Za-z]+$")]
Permission = Annotated[str, StringConstraints(pattern=r"^(public|[a-z_]+\.[a-z_]+)$")]
SettingName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
HttpStatus = Annotated[int, Field(ge=200, le=599)]
ErrorStatus = Annotated[int, Field(ge=400, le=599)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Endpoint(_Strict):
    """Where a route is found. `path` is a template: `/api/v2/scans/{scan_id}`."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: Annotated[str, StringConstraints(pattern=rf"^{_PART}+$")]

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the placeholders, in order."""
        return tuple(_PLACEHOLDER.findall(self.path))


class Parameter(_Strict):
    """A query parameter, or a header of a request or response."""

    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
    description: str = ""
    type: Literal["string", "integer", "number", "boolean"] = "string"
    enum: tuple[str, ...] | None = None
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    default: str | int | float | bool | None = None
    example: str | int | float | bool | None = None
    required: bool = False


class Response(_Strict):
    """One answer of a route. Without a `model` and a `media_type` it has no body."""

    description: str
    model: ModelRef | None = None
    media_type: str | None = Field(
        default=None, description="Only needed where the body is not JSON of a model"
    )
    headers: tuple[Parameter, ...] = ()


class Room(_Strict):
    """What every function says. `name` is its folder; it stands nowhere in the file."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,39}$")]
    summary: Sentence = Field(description="One line, for the API document and for operators")
    egress: Literal["none", "providers", "hostile"] = Field(
        description="Whom it may talk to outside Google Cloud: nobody, named providers, anybody"
    )
    memory: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*(Mi|Gi)$")] = "256Mi"
    timeout: int = Field(default=30, ge=1, le=3600, description="Seconds a request may take")
    concurrency: int = Field(default=80, ge=1, le=1000, description="Requests at once per instance")
    min_instances: int = Field(default=0, ge=0)
    max_instances: int = Field(default=20, ge=1)
    secrets: tuple[SettingName, ...] = Field(
        default=(), description="Settings it reads that are secrets, without the prefix ELARA_"
    )
    extras: tuple[str, ...] = Field(
        default=(), description="Optional dependencies of pyproject.toml that it needs"
    )
    import_ms: int = Field(
        ge=1, le=5000, description="Budget for a cold import in a fresh interpreter, milliseconds"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.min_instances > self.max_instances:
            raise ValueError("min_instances is above max_instances")
        if self.egress == "hostile" and self.secrets:
            raise ValueError("a room that talks to hostile hosts holds no secrets")
        return self


class RouteRoom(Room):
    """A function that answers an HTTP route of the public API."""

    kind: Literal["route"]
    route: Endpoint
    permission: Permission = Field(
        description="`public`, or what the caller must be allowed to do, as noun.verb"
    )
    request: ModelRef | None = Field(default=None, description="Model of the body, module:Name")
    query: tuple[Parameter, ...] = ()
    headers: tuple[Parameter, ...] = ()
    responses: dict[HttpStatus, Response] = Field(min_length=1)
    errors: tuple[ErrorStatus, ...] = Field(
        default=(), description="Statuses of the problems it may answer with"
    )

    @property
    def public(self) -> bool:
        return self.permission == "public"

    @model_validator(mode="after")
    def _says_what_may_fail(self) -> Self:
        if not self.public and 401 not in self.errors:
            raise ValueError("a route that needs a permission lists 401 among its errors")
        return self


class StageRoom(Room):
    """A function that runs one stage of a scan; the workflow calls it. Named as its stage."""

    kind: Literal["stage"]

    @property
    def stage(self) -> Stage:
        return Stage(self.name)

    @model_validator(mode="after")
    def _is_a_stage(self) -> Self:
        if self.name not in list(Stage):
            raise ValueError(f"no stage is called {self.name}")
        return self


class PushRoom(Room):
    """A function that Pub/Sub pushes the messages of one topic to."""

    kind: Literal["push"]
    topic: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9.-]{2,99}$")]


class ScheduleRoom(Room):
    """A function that runs by the clock (UTC)."""

    kind: Literal["schedule"]
    schedule: Annotated[str, StringConstraints(pattern=r"^([0-9*,/-]+ ){4}[0-9*,/-]+$")]


Manifest = RouteRoom | StageRoom | PushRoom | ScheduleRoom
