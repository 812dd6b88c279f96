"""Send a proposal in three steps, each an address of its own: where, what, and the rest; then the code, shown once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kientoan.core.refusal import NotFound
from kientoan.papers.qr import qr
from kientoan.portal import forms
from kientoan.portal.addresses import here
from kientoan.portal.page import own_page, show, visitor
from kientoan.publishing import limits, operations, queries
from kientoan.publishing.operations import PORTAL
from kientoan.publishing.queries import Place

CODE_COOKIE = "kientoan_ma"
"""Carries the code from the form to the page that shows it, and nowhere else: the server keeps it not even so long."""
CODE_SECONDS = 600


def _where(request: HttpRequest) -> Place | None:
    wanted = request.GET.get("noi", "")
    if not wanted:
        return None
    if not wanted.isdecimal() or len(wanted) > 17:
        raise NotFound(_("Không có xóm, xã này. Tìm lại theo tên."))
    return queries.place(int(wanted))


@own_page
def send(request: HttpRequest) -> HttpResponse:
    """Where; then what, in a few words; then, after like proposals that are public already, the rest."""
    where = _where(request)
    if where is None:
        query = request.GET.get("tim", "")[:100]
        return show(request, "send_where", {"query": query, "places": queries.places(query), "most": queries.MOST_PLACES})
    if where.is_commune and request.GET.get("ca-xa") != "1" and (hamlets := queries.hamlets_of(where)):
        return show(request, "send_hamlet", {"where": where, "hamlets": hamlets})
    about = forms.AboutForm(request.GET if "ve" in request.GET or "loai" in request.GET else None)
    if not about.is_valid():
        return show(request, "send_about", {"where": where, "form": about})
    kind, title = about.cleaned_data["loai"], about.cleaned_data["ve"]
    form = forms.SendForm(request.POST or None, request.FILES or None, initial={"title": title}) if request.method == "POST" else forms.SendForm(initial={"title": title})
    if request.method == "POST":
        limits.refuse_too_many("send", visitor(request))
        if form.is_valid():
            limits.count("send", visitor(request))  # before it is done: a picture costs as much when it is refused
            with forms.faults_in(form):
                code = operations.send_proposal(PORTAL, draft=form.draft(where.unit_id, kind))
            if form.is_valid():
                answer = redirect(here(request, "sent"))
                answer.set_cookie(CODE_COOKIE, code, max_age=CODE_SECONDS, path=here(request, "sent"), httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE)
                return answer
    alike = queries.like_ones(where, kind, title) if request.method == "GET" else []
    return show(request, "send_rest", {"where": where, "kind": dict(queries.KINDS)[kind], "title": title, "form": form, "alike": alike})


@own_page
def sent(request: HttpRequest) -> HttpResponse:
    """The code, once: as text, and to be scanned."""
    code = request.COOKIES.get(CODE_COOKIE, "")[:40]
    if not code:
        return show(request, "sent", {"code": ""})
    address = request.build_absolute_uri(here(request, "followed", code))
    answer = show(request, "sent", {"code": code, "address": address, "drawing": qr(address)})
    answer.delete_cookie(CODE_COOKIE, path=here(request, "sent"), samesite="Strict")
    return answer
