"""Files that people sent, as answers (decision 32)."""

from django.http import HttpResponse

from kientoan.core.models import StoredFile


def as_answer(file: StoredFile, name: str) -> HttpResponse:
    """A stored file: a photograph in the page, anything else to be taken away under a name; never to be sniffed."""
    answer = HttpResponse(bytes(file.content or b""), content_type=file.media_type)
    ending = file.name.rpartition(".")[2]
    answer["Content-Disposition"] = "inline" if file.media_type.startswith("image/") else f'attachment; filename="{name}-{str(file.uuid)[:8]}.{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
