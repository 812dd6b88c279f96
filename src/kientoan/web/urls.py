"""The staff face's addresses, with a folder of views for each."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from django.urls import path

from kientoan.web.accounts.second_factor import (
    confirm_by_code,
    confirm_by_password,
    recovery_codes,
    recovery_codes_renew,
    second_factor,
    second_factor_drop,
    second_factor_set_up,
)
from kientoan.web.accounts.views import (
    account_close,
    account_end_grant,
    account_grant,
    account_list,
    account_open,
    account_renew,
    enrol_page,
    locked,
    lost_password,
    permission_matrix,
    step_in,
)
from kientoan.web.concurrency.views import concurrency_board, concurrency_download, unit_target
from kientoan.web.congress.views import congress_cancel, congress_correct, congress_delay, congress_plan, congress_step, congress_withdraw
from kientoan.web.election.auditing import (
    election_audit,
    election_deletion,
    election_export,
    election_reread,
    election_sample,
    election_sample_new,
)
from kientoan.web.election.keying import election_compare, election_key
from kientoan.web.election.papers import election_minutes, election_number, election_paper
from kientoan.web.election.views import election_pack, election_rules
from kientoan.web.election.voting import election, election_act, election_hall, election_list, unit_election_new
from kientoan.web.frozen.views import frozen_check, frozen_download, frozen_figure, frozen_list, frozen_new
from kientoan.web.home.views import home
from kientoan.web.journal.views import journal
from kientoan.web.language import set_language
from kientoan.web.manual.views import manual
from kientoan.web.page import open_page, signed_in
from kientoan.web.people.board import post_board, post_download
from kientoan.web.people.persons import person, person_act, person_list, person_new
from kientoan.web.people.posts import holding_act, unit_post_close, unit_post_fill, unit_post_new, unit_post_seats, unit_posts
from kientoan.web.personnel.acts import (
    personnel_announce,
    personnel_close,
    personnel_end,
    personnel_new,
    personnel_nominate,
    personnel_nominee,
    personnel_step,
    personnel_terms,
    personnel_unannounce,
)
from kientoan.web.personnel.views import personnel_download, personnel_list, personnel_plan, personnel_slate
from kientoan.web.registers.views import register_download, register_enter, register_list, register_page, register_take, register_void
from kientoan.web.reorganisation.views import (
    reform_import,
    reorganisation,
    reorganisation_list,
    reorganisation_placing,
    reorganisation_placing_undo,
    reorganisation_undo,
    unit_awaiting,
    unit_merge,
    unit_place,
    unit_split,
    work,
)
from kientoan.web.season.comparing import season_compare, season_compare_download
from kientoan.web.season.entry import season_entry
from kientoan.web.season.pictures import season_map
from kientoan.web.season.views import season_board, season_calendar, season_download, season_names, season_new
from kientoan.web.tables.views import table_download, table_list, table_page
from kientoan.web.tokens.views import token_issue, token_list, token_revoke
from kientoan.web.units.comparing import unit_compare, unit_compare_download
from kientoan.web.units.views import (
    unit_cover,
    unit_dissolve,
    unit_establish,
    unit_list,
    unit_move,
    unit_page,
    unit_reclassify,
    unit_release,
    unit_rename,
    unit_undo,
)

urlpatterns = [
    path("", home, name="home"),
    path("mua-dai-hoi/", season_board, name="season_board"),
    path("mua-dai-hoi/danh-sach/", season_names, name="season_names"),
    path("mua-dai-hoi/tai/<slug:what>.<slug:form>", season_download, name="season_download"),
    path("mua-dai-hoi/ban-do/", season_map, name="season_map"),
    path("mua-dai-hoi/so-sanh/", season_compare, name="season_compare"),
    path("mua-dai-hoi/so-sanh/tai.<slug:form>", season_compare_download, name="season_compare_download"),
    path("mua-dai-hoi/ghi/<slug:key>/", season_entry, name="season_entry"),
    path("mua-dai-hoi/moi/", season_new, name="season_new"),
    path("mua-dai-hoi/lich/", season_calendar, name="season_calendar"),
    path("don-vi/", unit_list, name="unit_list"),
    path("don-vi/<int:unit_id>/", unit_page, name="unit"),
    path("don-vi/<int:unit_id>/so-sanh/", unit_compare, name="unit_compare"),
    path("don-vi/<int:unit_id>/so-sanh/tai.<slug:form>", unit_compare_download, name="unit_compare_download"),
    path("don-vi/<int:unit_id>/lap/", unit_establish, name="unit_establish"),
    path("don-vi/<int:unit_id>/doi-ten/", unit_rename, name="unit_rename"),
    path("don-vi/<int:unit_id>/doi-loai/", unit_reclassify, name="unit_reclassify"),
    path("don-vi/<int:unit_id>/chuyen/", unit_move, name="unit_move"),
    path("don-vi/<int:unit_id>/nhap/", unit_merge, name="unit_merge"),
    path("don-vi/<int:unit_id>/chia/", unit_split, name="unit_split"),
    path("don-vi/<int:unit_id>/cho-quyet-dinh/", unit_awaiting, name="unit_awaiting"),
    path("don-vi/<int:unit_id>/cho-quyet-dinh/xep/", unit_place, name="unit_place"),
    path("don-vi/<int:unit_id>/giai-the/", unit_dissolve, name="unit_dissolve"),
    path("don-vi/<int:unit_id>/rut-lai/", unit_undo, name="unit_undo"),
    path("don-vi/<int:unit_id>/gan-dia-ban/", unit_cover, name="unit_cover"),
    path("don-vi/<int:unit_id>/bo-dia-ban/", unit_release, name="unit_release"),
    path("don-vi/<int:unit_id>/dai-hoi/<str:season_key>/ke-hoach/", congress_plan, name="congress_plan"),
    path("don-vi/<int:unit_id>/dai-hoi/<str:season_key>/bo-ke-hoach/", congress_cancel, name="congress_cancel"),
    path("don-vi/<int:unit_id>/dai-hoi/<str:season_key>/ly-do-tre/", congress_delay, name="congress_delay"),
    path("don-vi/<int:unit_id>/dai-hoi/<str:season_key>/dinh-chinh/", congress_correct, name="congress_correct"),
    path("don-vi/<int:unit_id>/dai-hoi/<str:season_key>/rut-lai/", congress_withdraw, name="congress_withdraw"),
    path("don-vi/<int:unit_id>/dai-hoi/<str:season_key>/<slug:key>/", congress_step, name="congress_step"),
    path("bieu/", table_list, name="table_list"),
    path("bieu/<slug:key>/", table_page, name="table_page"),
    path("bieu/<slug:key>.<slug:form>", table_download, name="table_download"),
    path("don-vi/<int:unit_id>/chuc-danh/", unit_posts, name="unit_posts"),
    path("don-vi/<int:unit_id>/chuc-danh/lap/", unit_post_new, name="unit_post_new"),
    path("don-vi/<int:unit_id>/chuc-danh/<slug:slug>/giu/", unit_post_fill, name="unit_post_fill"),
    path("don-vi/<int:unit_id>/chuc-danh/<slug:slug>/so-luong/", unit_post_seats, name="unit_post_seats"),
    path("don-vi/<int:unit_id>/chuc-danh/<slug:slug>/bo/", unit_post_close, name="unit_post_close"),
    path("chuc-danh/", post_board, name="post_board"),
    path("chuc-danh/tai.<slug:form>", post_download, name="post_download"),
    path("chuc-danh/giu/<uuid:fact_id>/<slug:what>/", holding_act, name="holding_act"),
    path("nguoi/", person_list, name="person_list"),
    path("nguoi/them/", person_new, name="person_new"),
    path("nguoi/<int:person_id>/", person, name="person"),
    path("nguoi/<int:person_id>/sua/<slug:what>/", person_act, name="person_act"),
    path("kiem-nhiem/", concurrency_board, name="concurrency_board"),
    path("kiem-nhiem/tai.<slug:form>", concurrency_download, name="concurrency_download"),
    path("don-vi/<int:unit_id>/muc-tieu/<slug:model>/", unit_target, name="unit_target"),
    path("nhan-su/", personnel_list, name="personnel_list"),
    path("nhan-su/mo/", personnel_new, name="personnel_new"),
    path("nhan-su/<int:plan_id>/", personnel_plan, name="personnel_plan"),
    path("nhan-su/<int:plan_id>/sua/", personnel_terms, name="personnel_terms"),
    path("nhan-su/<int:plan_id>/thoi/", personnel_end, name="personnel_end"),
    path("nhan-su/<int:plan_id>/<slug:slug>/gioi-thieu/", personnel_nominate, name="personnel_nominate"),
    path("nhan-su/<int:plan_id>/<slug:slug>/ket-thuc/", personnel_close, name="personnel_close"),
    path("nhan-su/<int:plan_id>/<slug:slug>/buoc/<int:number>/<slug:what>/", personnel_step, name="personnel_step"),
    path("nhan-su/<int:plan_id>/nguoi/<int:person_id>/<slug:what>/", personnel_nominee, name="personnel_nominee"),
    path("nhan-su/<int:plan_id>/danh-sach/", personnel_slate, name="personnel_slate"),
    path("nhan-su/<int:plan_id>/danh-sach/tai.<slug:form>", personnel_download, name="personnel_download"),
    path("nhan-su/<int:plan_id>/danh-sach/cong-bo/", personnel_announce, name="personnel_announce"),
    path("nhan-su/<int:plan_id>/danh-sach/rut-cong-bo/", personnel_unannounce, name="personnel_unannounce"),
    path("so-lieu/chot/", frozen_list, name="frozen_list"),
    path("so-lieu/chot/moi/<slug:figure>/", frozen_new, name="frozen_new"),
    path("so-lieu/chot/<uuid:copy_id>/", frozen_figure, name="frozen_figure"),
    path("so-lieu/chot/<uuid:copy_id>/tai.<slug:form>", frozen_download, name="frozen_download"),
    path("so-lieu/kiem/", frozen_check, name="frozen_check"),
    path("bau-cu/", election_list, name="election_list"),
    path("bau-cu/<int:election_id>/", election, name="election"),
    path("bau-cu/<int:election_id>/nhap/", election_key, name="election_key"),
    path("bau-cu/<int:election_id>/doi-chieu/", election_compare, name="election_compare"),
    path("bau-cu/<int:election_id>/man-hinh/", election_hall, name="election_hall"),
    path("bau-cu/<int:election_id>/bien-ban.<slug:form>", election_minutes, name="election_minutes"),
    path("bau-cu/<int:election_id>/giay-to/<slug:paper>.<slug:form>", election_paper, name="election_paper"),
    path("bau-cu/<int:election_id>/giay-to/<slug:paper>/so/", election_number, name="election_number"),
    path("bau-cu/<int:election_id>/lam/<slug:what>/", election_act, name="election_act"),
    path("bau-cu/<int:election_id>/kiem-tra/", election_audit, name="election_audit"),
    path("bau-cu/<int:election_id>/kiem-tra/tep/", election_export, name="election_export"),
    path("bau-cu/<int:election_id>/kiem-tra/rut-mau/", election_sample_new, name="election_sample_new"),
    path("bau-cu/<int:election_id>/kiem-tra/mau/<int:number>/", election_sample, name="election_sample"),
    path("bau-cu/<int:election_id>/kiem-tra/mau/<int:number>/tap/<int:batch>/", election_reread, name="election_reread"),
    path("bau-cu/<int:election_id>/kiem-tra/xoa/<slug:what>/", election_deletion, name="election_deletion"),
    path("don-vi/<int:unit_id>/bau-cu/moi/", unit_election_new, name="unit_election_new"),
    path("van-ban/", register_list, name="register_list"),
    path("van-ban/so/<int:register_id>/", register_page, name="register"),
    path("van-ban/so/<int:register_id>/tai.<slug:form>", register_download, name="register_download"),
    path("van-ban/<int:unit_id>/cap-so/", register_take, name="register_take"),
    path("van-ban/<int:unit_id>/ghi-tay/", register_enter, name="register_enter"),
    path("van-ban/huy/<uuid:fact_id>/", register_void, name="register_void"),
    path("quy-tac/", election_rules, name="election_rules"),
    path("quy-tac/<slug:slug>/", election_pack, name="election_pack"),
    path("sap-xep/", reorganisation_list, name="reorganisation_list"),
    path("sap-xep/nhap/", reform_import, name="reform_import"),
    path("sap-xep/<uuid:succession_id>/", reorganisation, name="reorganisation"),
    path("sap-xep/<uuid:succession_id>/rut-lai/", reorganisation_undo, name="reorganisation_undo"),
    path("sap-xep/cho-quyet-dinh/<uuid:placement_id>/", reorganisation_placing, name="reorganisation_placing"),
    path("sap-xep/cho-quyet-dinh/<uuid:placement_id>/rut-lai/", reorganisation_placing_undo, name="reorganisation_placing_undo"),
    path("viec/<uuid:work_id>/", work, name="work"),
    path("tai-khoan/", account_list, name="account_list"),
    path("tai-khoan/mo/", account_open, name="account_open"),
    path("tai-khoan/<int:user_id>/cap-quyen/", account_grant, name="account_grant"),
    path("tai-khoan/<int:user_id>/cap-lai-ma/", account_renew, name="account_renew"),
    path("tai-khoan/<int:user_id>/khoa/", account_close, name="account_close"),
    path("tai-khoan/quyen/<uuid:grant_id>/thu-hoi/", account_end_grant, name="account_end_grant"),
    path("khoa-api/", token_list, name="token_list"),
    path("khoa-api/cap/", token_issue, name="token_issue"),
    path("khoa-api/<int:token_id>/thu-hoi/", token_revoke, name="token_revoke"),
    path("quyen/", permission_matrix, name="permission_matrix"),
    path("nhat-ky/", journal, name="journal"),
    path("huong-dan/", manual, name="manual"),
    path("huong-dan/<path:key>/", manual, name="manual_page"),
    path("dang-nhap/", open_page(allauth_views.login), name="account_login"),
    path("dang-nhap/lop-hai/", open_page(mfa_views.authenticate), name="mfa_authenticate"),
    path("xac-nhan/", confirm_by_password, name="account_reauthenticate"),
    path("xac-nhan/lop-hai/", confirm_by_code, name="mfa_reauthenticate"),
    path("hai-lop/", second_factor, name="mfa_index"),
    path("hai-lop/lap/", second_factor_set_up, name="mfa_activate_totp"),
    path("hai-lop/doi/", second_factor_drop, name="mfa_deactivate_totp"),
    path("hai-lop/ma-du-phong/", recovery_codes, name="mfa_view_recovery_codes"),
    path("hai-lop/ma-du-phong/moi/", recovery_codes_renew, name="mfa_generate_recovery_codes"),
    path("dang-xuat/", open_page(allauth_views.logout), name="account_logout"),
    path("doi-mat-khau/", signed_in(allauth_views.password_change), name="account_change_password"),
    path("quen-mat-khau/", lost_password, name="account_reset_password"),
    path("dang-ky/", lost_password, name="account_signup"),
    path("tai-khoan-bi-khoa/", locked, name="account_inactive"),
    path("dat-mat-khau/", lost_password, name="account_set_password"),
    path("ghi-danh/", enrol_page, name="enrol"),
    path("ngon-ngu/", set_language, name="set_language"),
    path("minh-hoa/vao/", step_in, name="step_in"),
]
