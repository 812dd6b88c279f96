"""The portal's addresses, included at ``/cong/`` and once more, in English, at ``/cong/en/``. What stands in words comes before what is named by a number."""

from django.urls import path

from kientoan.portal.drives import (
    ask,
    drive,
    drive_book,
    drive_file,
    drive_notice,
    drive_spoken,
    drives,
    receipt,
    receipt_check,
)
from kientoan.portal.following import follow, followed
from kientoan.portal.reading import front, proposal, proposals, support
from kientoan.portal.sending import send, sent

app_name = "portal"
urlpatterns = [
    path("", front, name="front"),
    path("kien-nghi/", proposals, name="proposals"),
    path("kien-nghi/gui/", send, name="send"),
    path("kien-nghi/da-gui/", sent, name="sent"),
    path("kien-nghi/theo/", follow, name="follow"),
    path("kien-nghi/theo/<str:code>/", followed, name="followed"),
    path("kien-nghi/<slug:reference>/", proposal, name="proposal"),
    path("kien-nghi/<slug:reference>/ung-ho/", support, name="support"),
    path("dong-gop/", drives, name="drives"),
    path("dong-gop/<slug:reference>/", drive, name="drive"),
    path("dong-gop/<slug:reference>/so.csv", drive_book, name="drive_book"),
    path("dong-gop/<slug:reference>/tep.json", drive_file, name="drive_file"),
    path("dong-gop/<slug:reference>/thong-bao.pdf", drive_notice, name="drive_notice"),
    path("dong-gop/<slug:reference>/loa.txt", drive_spoken, name="drive_spoken"),
    path("dong-gop/<slug:reference>/hoi/", ask, name="ask"),
    path("phieu-thu/", receipt_check, name="receipt_check"),
    path("phieu-thu/<str:code>/", receipt, name="receipt"),
]
