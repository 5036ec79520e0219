"""What lies beside an RDF export: a description of it in VoID and DCAT, for catalogues. Knows files, not what is in them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from json.encoder import encode_basestring as quoted
from pathlib import Path

from graph.exports.files import replace_file
from graph.model import WatchdocketError
from graph.rdf import DESCRIPTION, Publication, dated
from graph.vocabulary import PREFIXES

SUFFIX = ".void.ttl"
USED = ("dcat", "dcterms", "spdx", "void", "xsd")


def describe(path: Path, counts: dict[str, int], media_type: str, publication: Publication) -> Path:
    """Write FILE.void.ttl for an export FILE: licence, date (today where the publication has none), counts, size and SHA-256 of the file."""
    issued = publication.issued or datetime.now(UTC).date().isoformat()
    partitions = "".join(f"    void:classPartition [ void:class <{publication.vocabulary}{name}> ; void:entities {count} ] ;\n"
                         for name, count in counts.items() if name != "triples")
    licence = f"    dcterms:license <{publication.licence}> ;\n" if publication.licence else ""
    text = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in USED) + f"""
<{publication.base}dataset> a void:Dataset, dcat:Dataset ;
    dcterms:title {quoted(publication.title)} ;
    dcterms:description {quoted(DESCRIPTION)} ;
    dcterms:issued {dated(issued)} ;
{licence}    void:uriSpace {quoted(publication.base)} ;
    void:vocabulary <{publication.vocabulary}> ;
    void:triples {counts["triples"]} ;
{partitions}    dcat:distribution [
        a dcat:Distribution ;
        dcterms:title {quoted(path.name)} ;
{'    ' + licence if licence else ''}        dcat:mediaType <https://www.iana.org/assignments/media-types/{media_type}> ;
        dcat:byteSize {path.stat().st_size} ;
        spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue "{_sha256(path)}"^^xsd:hexBinary ]
    ] .
"""
    beside = path.with_name(path.name + SUFFIX)
    replace_file(beside, lambda out: out.write(text.encode()))
    return beside


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WatchdocketError(f"{path} cannot be read to describe it: {error.strerror}.") from error
