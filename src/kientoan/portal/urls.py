"""The portal's addresses, included at ``/cong/`` and once more, in English, at ``/cong/en/``. What stands in words comes before what is named by a number."""

from django.urls import path, register_converter

from kientoan.portal.calendar import calendar, calendar_file, unit_calendar
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
from kientoan.portal.feeds import FeedForm, feed, feeds, proposals_feed, topic_feed, unit_feed
from kientoan.portal.following import follow, followed
from kientoan.portal.news import all_units, article, articles, elsewhere, front, picture, search, unit
from kientoan.portal.opendata import data, dictionary, popolo, sitemap, table
from kientoan.portal.reading import proposal, proposals, support
from kientoan.portal.sending import send, sent

register_converter(FeedForm, "feed")

app_name = "portal"
urlpatterns = [
    path("", front, name="front"),
    path("tin/", articles, name="articles"),
    path("tin/chuyen-muc/<slug:topic>/<feed:form>", topic_feed, name="topic_feed"),
    path("tin/<slug:reference>/", article, name="article"),
    path("don-vi/", all_units, name="units"),
    path("don-vi/<int:unit_id>/", unit, name="unit"),
    path("don-vi/<int:unit_id>/lich.ics", unit_calendar, name="unit_calendar"),
    path("don-vi/<int:unit_id>/<feed:form>", unit_feed, name="unit_feed"),
    path("lich/", calendar, name="calendar"),
    path("lich/lich.ics", calendar_file, name="calendar_file"),
    path("nguon/", feeds, name="feeds"),
    path("nguon/<feed:form>", feed, name="feed"),
    path("du-lieu/", data, name="data"),
    path("du-lieu/popolo.json", popolo, name="popolo"),
    path("du-lieu/<slug:name>.csv", table, name="table"),
    path("du-lieu/<slug:name>.csvm.json", dictionary, name="dictionary"),
    path("so-do.xml", sitemap, name="sitemap"),
    path("tim/", search, name="search"),
    path("anh/<slug:fingerprint>.jpg", picture, name="picture"),
    path("noi-gui/", elsewhere, name="elsewhere"),
    path("kien-nghi/", proposals, name="proposals"),
    path("kien-nghi/<feed:form>", proposals_feed, name="proposals_feed"),
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
