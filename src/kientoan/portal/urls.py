"""The portal's addresses, included at ``/cong/`` and once more, in English, at ``/cong/en/``. What stands in words comes before what is named by a number."""

from django.urls import path

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
]
