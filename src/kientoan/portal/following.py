"""Follow a proposal by the code that only its sender has: no account, no cookie, nothing kept by any cache."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kientoan.core.refusal import NotFound
from kientoan.portal.addresses import here
from kientoan.portal.forms import CodeForm, ReopenForm, faults_in
from kientoan.portal.page import own_page, show, visitor
from kientoan.publishing import limits, operations, queries
from kientoan.publishing.operations import PORTAL
from kientoan.publishing.queries import Followed


def _found(request: HttpRequest, code: str) -> Followed:
    """What a code leads to. Wrong codes are counted by network, right ones are not.

    Raises:
        TooMany: after too many wrong ones, whatever the code.
        NotFound: for a wrong one.
    """
    limits.refuse_too_many("code", visitor(request))
    try:
        return queries.followed(code)
    except NotFound:
        limits.count("code", visitor(request))
        raise


@own_page
def follow(request: HttpRequest) -> HttpResponse:
    """The form for the code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _found(request, form.cleaned_data["code"])
        except NotFound as refusal:
            form.add_error("code", str(refusal))
        else:
            return redirect(here(request, "followed", queries.written(form.cleaned_data["code"])))
    return show(request, "follow", {"form": form})


@own_page
def followed(request: HttpRequest, code: str) -> HttpResponse:
    """Where the proposal stands, level by level, with days and reasons; and the way to have an answer looked at again."""
    found = _found(request, code)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        limits.count("send", visitor(request))
        with faults_in(form):
            operations.ask_to_reopen(PORTAL, code=code, text=form.cleaned_data["text"])
        if form.is_valid():
            return redirect(here(request, "followed", code))
    return show(request, "followed", {"found": found, "form": form})
