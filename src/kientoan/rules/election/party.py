"""Elections inside the Party: 244-QĐ/TW (2014) and 190-QĐ/TW (2024), with their guidance (EL-01 to EL-50)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kientoan.rules.election.pack import ElectingBody, Majority, Pack, Setting, Source, says
from kientoan.rules.periods import Period

_CENTRAL = ("Ban Chấp hành Trung ương Đảng", "Party Central Committee")
_SECRETARIAT = ("Ban Bí thư Trung ương Đảng", "Secretariat of the Party Central Committee")
_REPLACED_ON = date(2024, 10, 10)

MAJORITIES: Mapping[ElectingBody, Majority] = {
    ElectingBody.ALL_MEMBER_CONGRESS: Majority(
        "EL-32", "đảng viên chính thức được triệu tập", "official members summoned", {
            "transferred_away": ("chuyển sinh hoạt đảng tạm thời đến nơi khác", "temporarily transferred elsewhere"),
            "exempted_absent": ("được miễn sinh hoạt và vắng mặt", "exempted and absent"),
            "suspended": ("bị đình chỉ, khởi tố, truy tố hoặc tạm giam", "suspended, prosecuted, charged or detained"),
            "absent_throughout": ("vắng suốt đại hội, lý do được chấp nhận", "absent the whole congress with an accepted reason")}),
    ElectingBody.DELEGATE_CONGRESS: Majority(
        "EL-33", "đại biểu được triệu tập", "delegates summoned", {
            "committee_member_absent_throughout": ("cấp ủy viên triệu tập vắng suốt đại hội", "members of the convening committee absent throughout"),
            "absent_throughout": ("đại biểu vắng suốt đại hội, không có dự khuyết thay", "delegates absent throughout with no alternate in their place")}),
    ElectingBody.COMMITTEE: Majority(
        "EL-34", "ủy viên ban chấp hành được triệu tập", "committee members summoned", {
            "suspended": ("bị đình chỉ, khởi tố, truy tố hoặc tạm giam", "suspended, prosecuted, charged or detained"),
            "absent_throughout": ("vắng suốt hội nghị, lý do được chấp nhận", "absent the whole meeting with an accepted reason")}, unverified=True),
}

_TIE = says("EL-37", "Bầu lại giữa những người bằng phiếu, ai nhiều phiếu hơn thì đắc cử, không cần quá một nửa; vẫn bằng phiếu thì đại hội quyết định có bầu nữa "
            "hay không (mặc định chưa kiểm chứng).",
            "Vote again among the tied, the higher wins and half is not required; if they are still tied the congress decides whether to vote again (unverified default).")
_OPEN = says("EL-38", "Đại hội quyết định có bầu tiếp hay không (số vòng nhiều nhất là mặc định chưa kiểm chứng).",
             "The congress decides whether to go on voting (the most rounds are an unverified default).")

_ARTICLES = (
    says("EL-02", "Bầu cử theo nguyên tắc tập trung dân chủ, bình đẳng, trực tiếp, đa số quá một nửa; kết quả phải được cấp trên chuẩn y.",
         "Elections are by democratic centralism, equal, direct, by more than half; results need the approval of the level above."),
    says("EL-03", "Bỏ phiếu kín khi bầu cấp ủy, ban thường vụ, bí thư, phó bí thư, ủy ban kiểm tra, đại biểu dự đại hội cấp trên và khi xin ý kiến về người ứng cử.",
         "The ballot is secret for the committee, standing board, secretary, deputies, inspection committee, delegates to the congress above, and opinion ballots on candidates."),
    says("EL-07", "Ban kiểm phiếu gồm đại biểu (đảng viên) chính thức không có tên trong danh sách bầu cử.",
         "The counting board consists of official delegates (members) who are not on the ballot."),
    says("EL-16", "Bầu cấp ủy và ban thường vụ phải có số dư, nhiều nhất 30 % số lượng cần bầu; từ 3 đến 5 người thì số dư nhiều nhất là 1 (EL-18).",
         "For committee and standing board candidates must exceed seats, by 30 % of the seats at most; for 3 to 5 seats by one at most (EL-18)."),
    says("EL-19", "Người ngoài danh sách của cấp ủy chỉ được đưa vào để xem xét khi trên 30 % đại biểu (đảng viên) có mặt tán thành.",
         "Someone whom the convener did not put up is considered only with the support of more than 30 % of those present."),
    says("EL-24", "Phiếu có số dư: gạch giữa cả họ và tên những người mình không bầu.",
         "Ballot with surplus: strike through the middle of the whole name of each person not chosen."),
    says("EL-25", "Phiếu không có số dư: đánh dấu X vào ô “đồng ý” hoặc ô “không đồng ý” của từng người.",
         "Ballot without surplus: an X in the box “agree” or the box “disagree” of each person."),
    says("EL-26", "Phiếu hợp lệ là phiếu do ban kiểm phiếu phát ra, bầu đủ hoặc thiếu số lượng cần bầu; phiếu một người thì đánh dấu đúng một ô.",
         "A ballot is valid when the counting board issued it and it elects as many as the seats or fewer; a ballot of one name has an X in exactly one box."),
    says("EL-27", "Phiếu nhiều người không có số dư: người bị đánh cả hai ô hoặc không ô nào thì không được tính phiếu ấy; phiếu vẫn hợp lệ.",
         "Ballot of several names without surplus: a person with both boxes marked or neither gets nothing from it; the ballot stays valid."),
    says("EL-28", "Phiếu không hợp lệ: không do ban kiểm phiếu phát ra, bầu nhiều hơn số lượng cần bầu (kể cả để nguyên mọi tên khi có số dư, EL-29), không bầu ai khi có số dư.",
         "Invalid: not issued by the board, electing more than the seats (also with every name kept where there is a surplus, EL-29), electing nobody where there is a surplus."),
    says("EL-30", "Số phiếu phát ra không ít hơn số thu về; số thu về bằng số hợp lệ cộng số không hợp lệ; tổng phiếu bầu không quá số lượng cần bầu nhân số phiếu hợp lệ.",
         "Ballots issued are no fewer than collected; collected are valid plus invalid; votes are at most seats times valid ballots."),
    says("EL-31", "Đắc cử khi được quá một nửa số người được triệu tập (sau khi trừ), không phải quá một nửa số phiếu hợp lệ hay số người có mặt.",
         "Elected is who has more than half of those summoned (after deductions), not of the valid ballots nor of those present."),
    says("EL-32", "Đại hội đảng viên: trừ người chuyển sinh hoạt tạm thời, người được miễn sinh hoạt và vắng, người bị đình chỉ hoặc tạm giam, người vắng suốt có lý do.",
         "All-member congress: less those temporarily transferred, exempted and absent, suspended or detained, and absent throughout with a reason."),
    says("EL-33", "Đại hội đại biểu: trừ cấp ủy viên triệu tập vắng suốt và đại biểu vắng suốt mà không có dự khuyết thay.",
         "Delegate congress: less members of the convening committee absent throughout and delegates absent throughout with no alternate."),
    says("EL-36", "Vắng một phần đại hội thì không được trừ.", "Absence from a part of the congress reduces nothing."),
    says("EL-38", "Bầu bí thư chi bộ ba lần không ai quá một nửa thì cấp trên chỉ định.",
         "When three ballots elect no cell secretary, the level above appoints one."),
    says("EL-47", "Phiếu được niêm phong, giao cấp ủy mới lưu.", "Ballots are sealed and kept by the new committee."),
)


def _setting(key: str, value: int | str, rule: str, vi: str, en: str) -> Setting:
    return Setting(key, value, says(rule, vi, en))


_SETTINGS = (
    _setting("committee_base", "summoned_less_absent", "EL-34", "Hội nghị ban chấp hành: tính trên số ủy viên, trừ người bị đình chỉ và người vắng suốt có lý do.",
             "Committee meeting: measured on its members, less those suspended and those absent throughout with a reason."),
    _setting("marked_is_invalid", "yes", "EL-28", "Phiếu viết thêm tên, ký tên hoặc đánh dấu là không hợp lệ.", "A ballot with names added, signed or marked is invalid."),
    _setting("tie", "vote_again", "EL-37", "Bằng phiếu ở vị trí cuối thì bầu lại giữa những người bằng phiếu.", "A tie for the last seat is voted on again among the tied."),
    _setting("max_rounds_cell_secretary", 3, "EL-38", "Số vòng bầu nhiều nhất khi bầu bí thư chi bộ.", "The most rounds for a cell secretary."),
    _setting("max_rounds_committee", 2, "EL-38", "Số vòng bầu nhiều nhất khi bầu cấp ủy.", "The most rounds for a committee."),
    _setting("surplus_required_for_single_posts", "no", "EL-21", "Bầu bí thư, phó bí thư, chủ nhiệm ủy ban kiểm tra và đại biểu không bắt buộc có số dư.",
             "Secretary, deputies, head of the inspection committee and delegates need no surplus."),
    _setting("list_by_support", "high_to_low_until_30_percent", "EL-20", "Số dư quá 30 % thì lấy theo phiếu xin ý kiến từ cao xuống thấp.",
             "Above 30 % surplus, names are taken by the opinion ballot from high to low."),
    _setting("opinion_about", "nominated_and_self_nominated", "EL-20",
             "Phiếu xin ý kiến hỏi về người được đề cử, tự ứng cử; người không có ý kiến nào thì không vào danh sách.",
             "The opinion ballot asks about those nominated and self-nominated; whoever has no voice does not enter the list."),
    _setting("ballot_retention_days", 180, "EL-47", "Số ngày giữ phiếu trước khi hủy, nếu không có khiếu nại.", "Days for which ballots are kept, if there is no complaint."),
)

REGULATION_244 = Pack(
    "244-QD/TW@2014-06-09", "Bầu cử trong Đảng theo Quy chế 244-QĐ/TW", "Elections inside the Party under regulation 244-QĐ/TW",
    (Source("244-QĐ/TW", *_CENTRAL, date(2014, 6, 9)), Source("04-HD/TW", *_CENTRAL, date(2014, 10, 6), until=date(2020, 3, 19)),
     Source("03-HD/TW", *_SECRETARIAT, date(2020, 3, 20))),
    Period(date(2014, 6, 9), _REPLACED_ON), MAJORITIES, "EL-28", True, _TIE, _OPEN, articles=_ARTICLES,
    settings=(*_SETTINGS, _setting("first_day", "2014-06-09", "V-03", "Có hiệu lực từ ngày ký.", "In force from the day of issue.")))
"""In force in the season of 2020."""

REGULATION_190 = Pack(
    "190-QD/TW@2024-10-10", "Bầu cử trong Đảng theo Quy chế 190-QĐ/TW", "Elections inside the Party under regulation 190-QĐ/TW",
    (Source("190-QĐ/TW", *_CENTRAL, _REPLACED_ON), Source("04-HD/TW", *_SECRETARIAT, date(2024, 12, 31))),
    Period(_REPLACED_ON),
    {**MAJORITIES, ElectingBody.DELEGATE_CONGRESS: replace(MAJORITIES[ElectingBody.DELEGATE_CONGRESS], unverified=True)},
    "EL-28", True, _TIE, _OPEN,
    articles=tuple(sorted((*_ARTICLES, says("EL-10", "Ban thẩm tra tư cách đại biểu xét tư cách; trường hợp chưa rõ thì đại hội biểu quyết.",
                                            "A credentials board examines the delegates; the congress votes on doubtful cases.")), key=lambda each: each.rule)),
    settings=(_setting("delegate_base", "as_in_244", "EL-33", "Đại hội đại biểu: cơ sở tính giữ như Quy chế 244-QĐ/TW.", "Delegate congress: the base stays as under 244-QĐ/TW."),
              *_SETTINGS,
              _setting("committee_members_bound_to_list", "yes", "EL-12", "Cấp ủy viên triệu tập không đề cử ngoài danh sách của cấp ủy, như Quy chế 244-QĐ/TW.",
                       "Members of the convening committee nominate no one outside its list, as under 244-QĐ/TW.")))
"""In force since the day on which it was issued."""
