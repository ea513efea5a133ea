"""Live sessions: phones, projector and trainer of one room, without a kernel."""

from __future__ import annotations

from typing import Any

ID = r"([a-z0-9]{12})"


def handlers(base_url: str) -> list[tuple[Any, ...]]:
    """Return the routes under `base_url`, which ends with a slash."""
    from . import analysis, document_pages, join, sockets, trainer_pages

    routes: list[tuple[Any, ...]] = [
        (r"rejoindre", join.JoinHandler),
        (r"rejoindre/([A-Za-z0-9]{1,12}(?:-[A-Z0-9]{1,40})?)", join.JoinHandler),
        (f"seance/{ID}", join.PhoneHandler),
        (f"seance/{ID}/ligne", sockets.PersonLine),
        (f"seance/{ID}/presence/(h[0-9]{{1,2}})/([A-Z0-9]{{1,12}})", join.AttendHandler),
        (r"formateur/seances", trainer_pages.SessionsHandler),
        (f"formateur/seances/{ID}", trainer_pages.LeadHandler),
        (f"formateur/seances/{ID}/ligne", sockets.TrainerLine),
        (f"formateur/seances/{ID}/ecran", trainer_pages.ScreenHandler),
        (f"formateur/seances/{ID}/ecran/ligne", sockets.RoomLine),
        (f"formateur/seances/{ID}/avec/([A-Z0-9]{{1,40}})", trainer_pages.SecondHandler),
        (f"formateur/seances/{ID}/effacer", trainer_pages.EraseHandler),
        (f"formateur/seances/{ID}/documents", document_pages.DocumentsHandler),
        (f"formateur/seances/{ID}/registre", document_pages.RegisterHandler),
        (rf"formateur/seances/{ID}/rapport\.(pdf|docx|xlsx)", document_pages.ReportHandler),
        (rf"formateur/seances/{ID}/remontee\.(pdf|docx)", document_pages.NoteHandler),
        (f"formateur/seances/{ID}/analyse", analysis.AnalysisHandler),
        (rf"formateur/seances/{ID}/chiffres\.(json|csv)", analysis.FiguresHandler),
        (r"api/kernel/seance", analysis.KernelFiguresHandler),
        (f"formateur/seances/{ID}/attestation", document_pages.HandedHandler),
        (f"seance/{ID}/attestation", document_pages.AttestationHandler),
        (rf"seance/{ID}/engagements\.ics", document_pages.CalendarHandler),
    ]
    return [(base_url + path, *rest) for path, *rest in routes]
