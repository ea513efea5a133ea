"""Who may do what: cookies, other learners, other sites, other host names; and the headers of every answer."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from voila import __version__ as VOILA

from passerelles.widgets import served

CLIENT = f"/voila/static/{VOILA}"
CANARY = "CANARI-DE-LA-CLE"
NOBODY = "00000000-0000-0000-0000-000000000000"
EVERYWHERE = [
    "/", "/module/essai", "/module/nulle-part", "/glossaire", "/a-propos", "/accessibilite", "/vie-privee",
    "/reprendre", "/api/place", "/mon-carnet", "/mes-resultats/quiz", "/mes-resultats/nul", "/formateur",
    "/formateur/connexion", "/nulle-part", "/static/theme.css", "/static/nulle-part", "/vues/0123456789ab/item.js",
    "/static/../app.py",
    "/static/%2e%2e/app.py", "/api/pouls", "/api/kernels/" + NOBODY, "/api/kernels", "/api/kernel/lesson",
    "/api/admin/export?learner=AAAAAA", f"{CLIENT}/voila.js", f"{CLIENT}/../../../../etc/passwd",
    f"{CLIENT}/%2e%2e%2f%2e%2e%2fetc/passwd", "/voila/templates/passerelles/index.html.j2",
    "/voila/templates/lab/static/../../../..", "/voila/templates/x", "/voila/templates/..%2f..%2fetc/static/passwd",
    "/voila/labextensions/anywidget/package.json", "/voila/labextensions/../../etc/passwd",
    "/voila/render/essai/essai.ipynb", "/voila/tree", "/voila/api/contents", "/voila/files/essai/items.yaml",
    "/voila/files/a.png", "/voila/query/" + NOBODY, "/modules/essai/items.yaml", "/essai/essai.ipynb", "/login",
    "/logout", "/api/contents", "/api/sessions", "/api/status",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_address_is_protected_and_tells_no_key(visitor: Any, path: str) -> None:
    reply = visitor.get(path, Accept="text/html")
    assert reply.status < 500
    assert "frame-ancestors" in reply.headers["Content-Security-Policy"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"] == "same-origin"
    assert CANARY.encode() not in reply.body
    assert b"Traceback" not in reply.body
    assert b"root:" not in reply.body


@pytest.mark.parametrize(
    "path", ["/voila/render/essai/essai.ipynb", "/voila/tree", "/voila/api/contents", "/voila/files/essai/items.yaml",
             "/voila/query/" + NOBODY, "/api/kernels", "/api/contents", "/login"]
)  # fmt: skip
def test_what_voila_brings_besides_lessons_is_not_there(visitor: Any, path: str) -> None:
    visitor.get("/")
    assert visitor.get(path).status == 404


def test_a_learner_is_made_by_pages_and_never_by_scripts(visitor: Any) -> None:
    for path in ("/api/pouls", "/api/kernels/" + NOBODY, "/static/theme.css", f"{CLIENT}/voila.js", "/glossaire"):
        visitor.get(path)
        assert visitor.cookie("passerelles") == ""
    assert visitor.get("/api/kernels/" + NOBODY).status == 403
    first = visitor.get("/").headers["Set-Cookie"]
    assert "HttpOnly" in first
    assert "SameSite=Lax" in first
    assert "Secure" not in first
    code = visitor.cookie("passerelles")
    visitor.get("/")
    assert visitor.cookie("passerelles") == code


@pytest.mark.parametrize("cookie", ["", "x", "2|1:0|10:1|1:a|4:YQ==|00", '"2|1:0"'])
def test_a_forged_cookie_is_nobody(visitor: Any, cookie: str) -> None:
    visitor.get("/")
    name = next(c.name for c in visitor.jar if c.name.startswith("passerelles"))
    visitor.jar.clear()
    pulse = visitor.get("/api/pouls", Cookie=f"{name}={cookie}")
    assert pulse.json()["learner"] is False


def test_the_code_opens_the_same_records_on_another_device(visitors: Callable[[], Any]) -> None:
    here, there = visitors(), visitors()
    code = re.search(r"[2-9A-HJKMNP-Z]{6}-[2-9A-HJKMNP-Z]{6}", here.get("/").text)
    assert code
    there.get("/reprendre")
    assert there.post("/reprendre", code=f" {code[0].lower().replace('-', ' ')} ").status == 303
    assert code[0] in there.get("/").text


def test_the_client_is_fetched_once(visitor: Any) -> None:
    for path in (f"{CLIENT}/voila.js", "/static/fonts/atkinson-hyperlegible-next-latin-400-normal.woff2"):
        kept = visitor.get(path)
        assert kept.status == 200
        assert "immutable" in kept.headers["Cache-Control"]
    assert "immutable" not in visitor.get("/voila/labextensions/anywidget/package.json").headers["Cache-Control"]
    assert visitor.get("/voila/static/0.0.0/voila.js").status == 404
    views = visitor.get(f"/vues/{served.version()}/item.js")
    assert "immutable" in views.headers["Cache-Control"]
    assert views.text == served.files()["item.js"]
    for path in ("/vues/0123456789ab/item.js", f"/vues/{served.version()}/autre.js", f"/vues/{served.version()}/"):
        assert visitor.get(path).status == 404


def test_two_learners_never_meet(visitors: Callable[[], Any]) -> None:
    owner, other = visitors(), visitors()
    kernel = owner.open()
    other.open()
    assert owner.get(f"/api/pouls?kernel={kernel}").json() == {"server": True, "kernel": "alive", "learner": True}
    assert other.get(f"/api/pouls?kernel={kernel}").json() == {"server": True, "kernel": "gone", "learner": True}
    xsrf = {"X_XSRFToken": other.cookie("_xsrf")}
    tried = [("GET", "/api/kernels/{}"), ("DELETE", "/api/kernels/{}"), ("POST", "/voila/api/shutdown/{}"),
             ("GET", "/api/kernels/{}/channels")]  # fmt: skip
    for method, path in tried:
        theirs, nobodys = (other.ask(method, path.format(k), **xsrf) for k in (kernel, NOBODY))
        assert (theirs.status, theirs.body) == (nobodys.status, nobodys.body)
        assert theirs.status in (403, 404)
    assert owner.get(f"/api/kernels/{kernel}").status == 200


def test_the_page_remembers_its_step_without_a_kernel(visitors: Callable[[], Any]) -> None:
    reader, other = visitors(), visitors()
    reader.open()
    other.open()
    there = {"Content_Type": "application/json", "data": json.dumps({"module": "essai", "step": "faire"})}
    token = reader.cookie("_xsrf")
    assert reader.ask("POST", "/api/place", **there).status == 403
    assert reader.ask("POST", "/api/place", X_XSRFToken=token, **there).status == 204
    assert "Faire" in reader.get("/").text
    assert "Faire" not in other.get("/").text
    other.jar.clear()
    other.get("/glossaire")
    assert other.ask("POST", "/api/place", **there).status == 403


def test_a_change_of_state_needs_our_own_form(visitor: Any) -> None:
    kernel = visitor.open()
    for path in (f"/voila/api/shutdown/{kernel}", "/effacer", "/reprendre", "/formateur/connexion"):
        assert visitor.post(path, xsrf=False).status == 403
    token = visitor.cookie("_xsrf")
    evil = {"Origin": "https://ailleurs.example", "X_XSRFToken": token}
    assert visitor.ask("DELETE", f"/api/kernels/{kernel}", **evil).status in (403, 404)
    assert visitor.get(f"/api/pouls?kernel={kernel}").json()["kernel"] == "alive"
    assert visitor.post(f"/voila/api/shutdown/{kernel}").status == 204
    assert visitor.get(f"/api/pouls?kernel={kernel}").json()["kernel"] == "gone"


@pytest.mark.parametrize("path", ["/", "/module/essai", "/api/pouls", "/api/kernel/lesson", f"{CLIENT}/voila.js"])
def test_another_host_name_gets_nothing(visitor: Any, path: str) -> None:
    for host in ("ailleurs.example", "127.0.0.1.ailleurs.example:80", "10.1.2.3", "[::2]:80"):
        reply = visitor.get(path, Host=host)
        assert reply.status == 403
        assert visitor.cookie("passerelles") == ""
    assert visitor.get("/api/pouls", Host=f"localhost:{visitor.server.port}").status == 200


@pytest.mark.parametrize("query", ["template=nope", "template=../../x", "theme=nope", "template=lab&theme=dark"])
def test_a_template_in_the_address_changes_nothing(visitor: Any, query: str) -> None:
    page = visitor.get(f"/module/essai?{query}")
    assert page.status == 200
    assert page.text.endswith("</html>")
    assert 'lang="fr-BE"' in page.text


def test_the_page_of_a_lesson_is_our_own_document(visitor: Any) -> None:
    visitor.open()
    page = visitor.page
    for wanted in ('<html lang="fr-BE">', 'class="p-skip"', '<main id="contenu"', "<h1>Module essai</h1>", "<noscript>",
                   "Un texte à lire.", "site.js",
                   'id="passerelles-connexion" class="p-lesson__lost" role="status"'):  # fmt: skip
        assert wanted in page
    for never in ("cdn.", "cdnjs", "mathjax@", "mermaid", "spinner", "https://"):
        assert never not in page
    assert page.count('class="p-lesson__view" data-model="') >= 3
    assert CANARY not in page


def test_a_third_page_closes_the_first(visitor: Any) -> None:
    kernels = [visitor.open() for _ in range(3)]
    states = [visitor.get(f"/api/pouls?kernel={kernel}").json()["kernel"] for kernel in kernels]
    assert states == ["gone", "alive", "alive"]


def test_the_command_line_is_let_in_by_its_token(server: Any, visitor: Any) -> None:
    run = server.run_file
    assert ((server.data / "run.json").stat().st_mode & 0o777) == 0o600
    own = {"Authorization": f"Bearer {run['token']}"}
    assert visitor.get("/api/admin/export?learner=AAAAAA", **own).status == 404
    for body, status in (({"session": "absente"}, 404), ({"learner": "AAAAAA"}, 400)):
        said = visitor.ask("POST", "/api/admin/forget", json.dumps(body), Content_Type="application/json", **own)
        assert said.status == status


def test_our_own_files_are_kept_until_they_change(visitor: Any) -> None:
    home = visitor.get("/").text
    linked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', home))
    assert len(linked) >= 5
    for path in linked:
        assert "immutable" in visitor.get(path).headers["Cache-Control"], path
    for path in ("/static/theme.css", "/static/theme.css?v=0123456789ab"):
        assert visitor.get(path).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/static/theme.css", f"{CLIENT}/voila.js", f"/vues/{served.version()}/item.js", "/glossaire"]
)
def test_what_travels_is_compressed_and_head_tells_the_same(visitor: Any, path: str) -> None:
    plain, small = visitor.get(path), visitor.get(path, Accept_Encoding="gzip")
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < 0.6 * len(plain.body)
    head = visitor.ask("HEAD", path, Accept_Encoding="gzip")
    for name in ("Content-Length", "Content-Encoding", "Content-Type", "Vary", "Cache-Control"):
        assert head.headers[name] == small.headers[name]
    assert head.body == b""
    tag = small.headers["Etag"]
    assert visitor.get(path, Accept_Encoding="gzip", If_None_Match=tag).status == 304


def test_a_head_request_makes_no_learner(visitor: Any) -> None:
    assert visitor.ask("HEAD", "/").status == 200
    assert visitor.cookie("passerelles") == ""
