"""Uploads and attachments: typed by content, named harmlessly, seen with their ticket only, never rendered."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tandem.api.answers import drafts as shapes
from tandem.infra.storage import storage
from tandem.tickets import uploads
from tandem.tickets.models import Attachment, Ticket, Upload
from tests.api.shapes import fits
from tests.world import Answer, Api, World


def png() -> bytes:
    """A real picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def send(api: Api, content: bytes, name: str = "note.txt", declared: str = "text/plain", **fields: str) -> Answer:
    file = SimpleUploadedFile("placeholder", content, declared)
    file._name = name  # Django cleans a name that is set the usual way; the wire carries any
    return api.client.post("/api/v1/uploads", {"file": file, **fields})


def posted(
    world: World, api: Api, ticket: Ticket, *upload_ids: str, visibility: str = "public", body: str = "See."
) -> Any:
    seq = Ticket.objects.get(id=ticket.id).seq
    message = {"visibility": visibility, "body_html": f"<p>{body}</p>", "attachments": list(upload_ids)}
    if visibility == "public":
        message["seen"] = seq
    answer = api.post(f"/tickets/{ticket.number}/messages", message)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_an_upload_is_stored_typed_and_its_own_only(world: World) -> None:
    ben = world.browser(world.ben)
    made = fits(send(ben, b"hello", "notes.txt"), shapes.UploadShown, 201)
    assert (made["name"], made["type"], made["size"], made["is_image"]) == ("notes.txt", "text/plain", 5, False)
    with storage().open(Upload.objects.get().digest) as file:
        assert file.read() == b"hello"
    assert ben.get(made["url"]).status_code == 200
    assert world.browser(world.sam).get(made["url"]).status_code == 404
    assert world.browser(world.sam).delete(f"/uploads/{made['id']}").status_code == 404
    assert ben.delete(f"/uploads/{made['id']}").status_code == 204
    assert ben.get(made["url"]).status_code == 404


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "x" * 300,
        "multipart/form-data; boundary=ž",
    ],
)
def test_a_form_that_cannot_be_read_is_refused_with_its_place(world: World, kind: str) -> None:
    answer = world.browser(world.ben).client.post("/api/v1/uploads", b"--x\r\n\r\n", content_type=kind)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/file")


def test_a_file_name_as_long_as_any_file_system_has_is_taken(world: World) -> None:
    name = "名" * 83 + ".txt"
    made = fits(send(world.browser(world.ben), b"hello", name), shapes.UploadShown, 201)
    assert made["name"] == name


@pytest.mark.parametrize(
    ("content", "name", "declared", "kind"),
    [
        (png(), "x.txt", "text/plain", "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "x.html", "text/html", "image/jpeg"),
        (b"GIF89a" + b"\0" * 40, "x", "image/svg+xml", "image/gif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "x.png", "image/png", "text/plain"),
        (b"<!doctype html><script>x()</script>", "x.html", "text/html", "text/plain"),
        (b"%PDF-1.7 \x00\x01", "x.exe", "application/x-msdownload", "application/pdf"),
        (
            b"PK\x03\x04" + b"\0" * 40,
            "x.docx",
            "",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"PK\x03\x04" + b"\0" * 40, "x.jar", "image/png", "application/zip"),
        (b"MZ\x90\x00" + b"\0" * 60, "x.png", "image/png", "application/octet-stream"),
        ("naïve, 名".encode(), "x.csv", "text/csv", "text/csv"),
        (b"", "empty", "image/png", "text/plain"),
    ],
)
def test_the_type_is_what_the_content_is(world: World, content: bytes, name: str, declared: str, kind: str) -> None:
    assert send(world.browser(world.ben), content, name, declared).json()["type"] == kind


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\report.pdf", "report.pdf"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("a\u200bb.txt", "ab.txt"),
        (".htaccess", "_htaccess"),
        ("CON.txt", "_CON.txt"),
        ("...", "file"),
        ("名前 с пробелом.txt", "名前 с пробелом.txt"),
        ("n" * 300 + ".txt", "n" * 196 + ".txt"),
    ],
)
def test_names_are_shown_without_tricks(given: str, shown: str) -> None:
    """sec:E-03."""
    from tandem.tickets.file_kinds import clean_name

    assert clean_name(given) == shown


def test_an_attachment_keeps_the_address_of_its_upload(world: World) -> None:
    ben, ticket = world.browser(world.ben), world.open_ticket()
    picture = send(ben, png(), "dot.png", inline="1").json()
    message = posted(world, ben, ticket, picture["id"], body=f'<img src="{picture["url"]}" alt="">')
    (file,) = message["attachments"]
    assert (file["id"], file["inline"]) == (picture["id"], True)
    assert picture["url"] in message["html"]
    assert not Upload.objects.exists(), "what was sent does not wait any more"
    assert world.browser(world.lin).get(file["url"]).status_code == 200


def test_a_download_cannot_be_rendered(world: World) -> None:
    """sec:E-02."""
    ben, ticket = world.browser(world.ben), world.open_ticket()
    upload = send(ben, b"<script>alert(1)</script>", 'x".html').json()
    posted(world, ben, ticket, upload["id"])
    answer = ben.get(upload["url"])
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Tandem-File"] == str(storage().path(Attachment.objects.get().digest))
    assert ben.client.get(upload["url"], headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("text/html;charset=x\r\nX-Evil: 1", "application/octet-stream"),
        ("application/pdf", "application/pdf"),
    ],
)
def test_types_of_any_origin_are_told_from_the_list_only(world: World, stored: str, told: str) -> None:
    ben, ticket = world.browser(world.ben), world.open_ticket()
    upload = send(ben, b"x").json()
    posted(world, ben, ticket, upload["id"])
    Attachment.objects.update(type=stored)
    answer = ben.get(upload["url"])
    assert answer["Content-Type"] == told
    assert "X-Evil" not in answer


def test_only_real_pictures_are_previewed(world: World) -> None:
    """sec:E-02."""
    ben, ticket = world.browser(world.ben), world.open_ticket()
    real, fake = send(ben, png(), "dot.png").json(), send(ben, b"<svg/>", "dot.png").json()
    posted(world, ben, ticket, real["id"], fake["id"])
    Attachment.objects.filter(id=fake["id"]).update(type="image/png")
    answer = ben.get(real["preview_url"])
    assert (answer["Content-Type"], answer["Content-Disposition"].partition(";")[0]) == ("image/png", "inline")
    assert ben.get(f"{fake['url']}/preview").status_code == 404


def test_files_of_hidden_tickets_do_not_exist(world: World) -> None:
    """sec:E-01."""
    ana, hidden = world.browser(world.ana), world.open_ticket(department=world.billing)
    upload = send(ana, png()).json()
    posted(world, ana, hidden, upload["id"])
    ben = world.browser(world.ben)
    for path in (upload["url"], upload["preview_url"], f"/attachments/{int(upload['id']) + 1}", "/attachments/x"):
        assert ben.get(path).status_code in {400, 404}, path
    assert ben.get(upload["url"]).status_code == 404
    world.browser(world.ana).patch(f"/departments/{world.billing.id}", {"member_ids": [str(world.ben.id)]})
    assert ben.get(upload["url"]).status_code == 200
    world.browser(world.ana).patch(f"/departments/{world.billing.id}", {"member_ids": []})
    assert ben.get(upload["url"]).status_code == 404, "access ends with the membership"
    assert Api().get(upload["url"]).status_code == 401


def test_a_digest_opens_nothing(world: World) -> None:
    """sec:E-09: whoever knows what a file holds, or has sent the same one, reads only files that are theirs to read."""
    ana, hidden = world.browser(world.ana), world.open_ticket(department=world.billing)
    upload = send(ana, png()).json()
    posted(world, ana, hidden, upload["id"])
    digest = Attachment.objects.get().digest
    ben = world.browser(world.ben)
    for path in (f"/attachments/{digest}", f"/attachments/{digest[:16]}", f"/uploads/{digest}", f"/files/{digest}"):
        assert ben.get(path).status_code in {400, 404, 405}, path
    again = send(ben, png()).json()
    assert again["id"] != upload["id"]
    assert ben.get(upload["url"]).status_code == 404, "the same octets are no key to the other's file"


def test_somebody_else_s_upload_cannot_be_sent(world: World) -> None:
    """sec:E-07."""
    upload = send(world.browser(world.sam), b"x").json()
    ticket = world.open_ticket()
    body = {"visibility": "internal", "body": "x", "attachments": [upload["id"]]}
    answer = world.browser(world.ben).post(f"/tickets/{ticket.number}/messages", body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/attachments/0")


def test_a_reply_that_is_taken_back_can_be_sent_again_with_its_files(world: World) -> None:
    ben, ticket = world.browser(world.ben), world.open_ticket()
    picture = send(ben, png(), inline="1").json()
    message = posted(world, ben, ticket, picture["id"], body=f'<img src="{picture["url"]}" alt="">')
    draft = ben.post(f"/tickets/{ticket.number}/messages/{message['id']}/undo").json()["draft"]
    (again,) = draft["attachments"]
    assert again["id"] != picture["id"]
    assert again["url"] in draft["body_html"]
    assert picture["url"] not in draft["body_html"]
    sent = posted(world, ben, ticket, again["id"], body=draft["body_html"])
    assert [file["id"] for file in sent["attachments"]] == [again["id"]]


def test_a_draft_that_is_taken_over_brings_its_files(world: World) -> None:
    ben, sam, ticket = world.browser(world.ben), world.browser(world.sam), world.open_ticket()
    picture = send(ben, png(), inline="1").json()
    draft = {"body_html": f'<img src="{picture["url"]}" alt="">', "attachments": [picture["id"]]}
    ben.put(f"/tickets/{ticket.number}/drafts/reply", draft)
    body = {"author_id": str(world.ben.id), "kind": "reply"}
    taken = sam.post(f"/tickets/{ticket.number}/drafts/take-over", body).json()
    (file,) = taken["attachments"]
    assert file["url"] in taken["body_html"]
    assert sam.get(file["url"]).status_code == 200
    posted(world, sam, ticket, file["id"])


def test_too_much_is_refused(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """sec:E-06."""
    ben = world.browser(world.ben)
    settings.MAX_BODY_BYTES = 10
    answer = send(ben, b"x" * 11)
    assert (answer.status_code, answer.json()["code"]) == (413, "file.too_large")
    monkeypatch.setattr(uploads, "QUOTA_BYTES", 12)
    assert send(ben, b"x" * 10).status_code == 201
    full = send(ben, b"x" * 3)
    assert (full.status_code, full.json()["code"]) == (413, "upload.quota")
    assert send(world.browser(world.sam), b"x" * 3).status_code == 201, "a quota is one person's own"


def test_a_form_without_a_file_or_with_more_is_refused(world: World) -> None:
    ben = world.browser(world.ben)
    assert ben.client.post("/api/v1/uploads", {}).status_code == 422
    assert ben.post("/uploads", {"file": "x"}).status_code == 422
    assert send(ben, b"x", person_id="1").status_code == 400
    assert send(world.program(world.ben, "tickets.read"), b"x").status_code == 403


def test_archives_are_kept_and_never_opened(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """sec:E-04: a bomb of megabytes in kilobytes is as harmless as any other file."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 5_000_000)

    def opened(*_args: object, **_options: object) -> None:
        raise AssertionError("an archive was opened")

    monkeypatch.setattr(zipfile, "ZipFile", opened)
    for name in ("bomb.zip", "bomb.docx", "bomb.xlsx"):
        upload = send(world.browser(world.ben), whole.getvalue(), name).json()
        assert upload["size"] == len(whole.getvalue()) < 50_000
        assert storage().exists(Upload.objects.get(id=upload["id"]).digest)


def test_pictures_are_shown_as_they_are_and_never_decoded(world: World) -> None:
    """sec:E-05: fifty thousand by fifty thousand pixels cost what their bytes cost; what is broken is the browser's to refuse."""
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + b"IHDR" + header + b"broken"
    ben = world.browser(world.ben)
    upload = send(ben, bomb, "bomb.png").json()
    assert upload["is_image"]
    shown = ben.get(upload["preview_url"])
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    assert b"".join(shown.streaming_content if shown.streaming else [shown.content]) in {bomb, b""}
    assert Upload.objects.get(id=upload["id"]).size == len(bomb)
