"""Where everything in an edition comes from, as PROV-JSON (W3C Member Submission, 24 April 2013). Pure.

Entities are things that stood still: the counted signals (how many, and the checksum over them), the results of a
run, findings, measures of phenomena, assessments, the edition. Activities made them. Agents are roles, organisations
and the program: never a person. Every arrow points to what was there before, so the graph has no cycle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_PREFIXES = {"prov": "http://www.w3.org/ns/prov#", "tk": "urn:tilannekuva:"}


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run by its id, with the checksum of what it read."""

    public_id: str
    inputs_sha256: str
    as_of: str
    code_version: str


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did on a release: in which role, for which organisation (its code), when (ISO 8601)."""

    name: str
    role: str
    organisation: str
    at: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What the document of an edition does not say itself.

    `found_by`: by id of a finding, the run that found it. `owners`: by id of an assessment, the code of the
    organisation that wrote it. `acts`: proposal and release, with `serial`; none of a working edition.
    """

    edition_id: str
    sha256: str
    composed_at: str
    run: RunFacts
    found_by: Mapping[str, RunFacts]
    owners: Mapping[str, str]
    serial: str = ""
    acts: tuple[Act, ...] = ()


class _Graph:
    """Records as PROV-JSON keeps them: by their sort, then by their id."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {"prefix": dict(_PREFIXES)}

    def put(self, sort: str, name: str, **attributes: Any) -> str:
        self.records.setdefault(sort, {})[name] = {
            key.replace("__", ":"): value for key, value in attributes.items() if value not in ("", None)
        }
        return name

    def link(self, sort: str, **ends: str) -> None:
        among = self.records.setdefault(sort, {})
        among[f"_:{sort}{len(among) + 1}"] = {f"prov:{end}": name for end, name in ends.items()}

    def derive(self, made: str, *sources: str) -> None:
        for source in sources:
            self.link("wasDerivedFrom", generatedEntity=made, usedEntity=source)

    def agent(self, role: str, organisation: str) -> str:
        name = f"tk:agent/{organisation}/{role}"
        owner = self.put("agent", f"tk:organisation/{organisation}", prov__type="prov:Organization")
        if name not in self.records["agent"]:
            self.put("agent", name, tk__role=role)
            self.link("actedOnBehalfOf", delegate=name, responsible=owner)
        return name


def provenance_of(edition: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    """The PROV-JSON document of an edition (see `picture.compose`)."""
    graph = _Graph()
    results = _run(graph, origin.run, n_signals=edition["basis"]["n_signals"])
    parts = [results]
    found = {entry["id"]: _finding(graph, entry, origin) for entry in edition["findings"]}
    parts += found.values()
    for entry in edition.get("phenomena", ()):
        measures = graph.put("entity", f"tk:phenomenon/{entry['id']}", tk__stage=entry["stage"])
        graph.derive(measures, results, *(found[each] for each in entry["findings"] if each in found))
        parts.append(measures)
        if entry["assessment"]:
            parts.append(_assessment(graph, entry["assessment"], measures, found, origin))
    composed = graph.put("activity", f"tk:compose/{origin.edition_id}", prov__endTime=origin.composed_at)
    whole = graph.put(
        "entity",
        f"tk:edition/{origin.edition_id}",
        tk__sha256=origin.sha256,
        tk__as_of=edition["as_of"],
        tk__audience=edition["audience"],
        tk__marking=edition["marking"],
    )
    graph.link("wasGeneratedBy", entity=whole, activity=composed)
    for part in parts:
        graph.link("used", activity=composed, entity=part)
    graph.derive(whole, *parts)
    _release(graph, whole, origin)
    return graph.records


def _run(graph: _Graph, run: RunFacts, *, n_signals: int | None = None) -> str:
    """The results of a run, from the checksum of what it read. Signals stand there as their number alone."""
    name = f"tk:results/{run.public_id}"
    if name in graph.records.get("entity", {}):
        return name
    signals = graph.put(
        "entity",
        f"tk:signals/{run.public_id}",
        prov__type="prov:Collection",
        tk__inputs_sha256=run.inputs_sha256,
        tk__count=n_signals,
    )
    detection = graph.put("activity", f"tk:detection/{run.public_id}", tk__as_of=run.as_of)
    program = graph.put(
        "agent",
        f"tk:program/{run.code_version or 'unknown'}",
        prov__type="prov:SoftwareAgent",
        tk__version=run.code_version,
    )
    graph.put("entity", name)
    graph.link("used", activity=detection, entity=signals)
    graph.link("wasAssociatedWith", activity=detection, agent=program)
    graph.link("wasGeneratedBy", entity=name, activity=detection)
    graph.derive(name, signals)
    return name


def _finding(graph: _Graph, entry: Mapping[str, Any], origin: Origin) -> str:
    name = graph.put(
        "entity", f"tk:finding/{entry['id']}", tk__detector=entry["detector"], tk__state=entry["state"]
    )
    graph.derive(name, _run(graph, origin.found_by.get(entry["id"], origin.run)))
    return name


def _assessment(
    graph: _Graph, judged: Mapping[str, Any], measures: str, found: Mapping[str, str], origin: Origin
) -> str:
    name = graph.put(
        "entity",
        f"tk:assessment/{judged['id']}",
        tk__version=judged["version"],
        tk__good_until=judged["good_until"],
        tk__confidence=judged["confidence"],
    )
    judging = graph.put("activity", f"tk:assess/{judged['id']}", prov__endTime=judged["published_on"])
    graph.link("wasGeneratedBy", entity=name, activity=judging)
    if owner := origin.owners.get(judged["id"]):
        graph.link("wasAssociatedWith", activity=judging, agent=graph.agent("assessor", owner))
    sources = [measures]
    for each in judged["evidence"]:
        known = found.get(each["id"]) if each["sort"] == "finding" else None
        sources.append(known or graph.put("entity", f"tk:{each['sort']}/{each['id']}"))
    for source in dict.fromkeys(sources):
        graph.link("used", activity=judging, entity=source)
        graph.derive(name, source)
    return name


def _release(graph: _Graph, edition: str, origin: Origin) -> None:
    """Who proposed and who released, by role and organisation; nothing of a working edition."""
    for act in origin.acts:
        name = graph.put("activity", f"tk:{act.name}/{origin.edition_id}", prov__endTime=act.at)
        graph.link("used", activity=name, entity=edition)
        graph.link("wasAssociatedWith", activity=name, agent=graph.agent(act.role, act.organisation))
    if origin.serial:
        released = graph.put("entity", f"tk:released/{origin.serial}", tk__serial=origin.serial)
        graph.derive(released, edition)
        graph.link("wasGeneratedBy", entity=released, activity=f"tk:release/{origin.edition_id}")
