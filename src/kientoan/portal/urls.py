"""The portal's addresses, included at ``/cong/`` and once more, in English, at ``/cong/en/``. What stands in words comes before what is named by a number."""

from django.urls import path

from kientoan.portal.following import follow, followed
from kientoan.portal.news import all_units, article, articles, front, picture, search, unit
from kientoan.portal.reading import proposal, proposals, support
from kientoan.portal.sending import send, sent

app_name = "portal"
urlpatterns = [
    path("", front, name="front"),
    path("tin/", articles, name="articles"),
    path("tin/<slug:reference>/", article, name="article"),
    path("don-vi/", all_units, name="units"),
    path("don-vi/<int:unit_id>/", unit, name="unit"),
    path("tim/", search, name="search"),
    path("anh/<slug:fingerprint>.jpg", picture, name="picture"),
    path("kien-nghi/", proposals, name="proposals"),
    path("kien-nghi/gui/", send, name="send"),
    path("kien-nghi/da-gui/", sent, name="sent"),
    path("kien-nghi/theo/", follow, name="follow"),
    path("kien-nghi/theo/<str:code>/", followed, name="followed"),
    path("kien-nghi/<slug:reference>/", proposal, name="proposal"),
    path("kien-nghi/<slug:reference>/ung-ho/", support, name="support"),
]
