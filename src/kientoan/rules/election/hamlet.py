"""Hamlet heads: by the ordinance of 2007 and by law 10/2022, measured on all households (VH-02, VH-04 to VH-12)."""

from datetime import date

from kientoan.rules.election.pack import ElectingBody, Majority, Pack, Setting, Source, says
from kientoan.rules.periods import Period

_LAW_FROM = date(2023, 7, 1)
_ASSEMBLY = ("Quốc hội", "National Assembly")
_GOVERNMENT = ("Chính phủ", "Government")
_NOBODY = Setting("ballot_validity", "as_in_party_elections", says(
    "VH-08", "Phiếu không bầu ai chỉ không hợp lệ khi số người ứng cử nhiều hơn số cần bầu; các lý do không hợp lệ khác như bầu cử trong Đảng.",
    "A ballot that elects nobody is invalid only where candidates exceed seats; the other grounds are those of Party elections."))
_TIE_SETTING = Setting("tie", "reported", says("VH-12", "Bằng phiếu ở vị trí cuối thì báo, Ủy ban nhân dân xã quyết định.",
                                               "A tie for the last seat is reported; the commune People's Committee decides."))
_KEPT = Setting("ballot_retention_days", 1826, says("NA-11", "Số ngày giữ phiếu bầu trưởng xóm: lấy như bầu cử của Nhà nước, 5 năm.",
                                                   "Days for which ballots for a hamlet head are kept: as in State elections, 5 years."))

ORDINANCE_2007 = Pack(
    "34/2007/PL-UBTVQH11@2007-04-20", "Bầu trưởng xóm theo Pháp lệnh 34/2007", "Hamlet heads under Ordinance 34/2007",
    (Source("34/2007/PL-UBTVQH11", "Ủy ban Thường vụ Quốc hội", "Standing Committee of the National Assembly", date(2007, 4, 20)),
     Source("09/2008/NQLT-CP-UBTWMTTQVN", "Chính phủ và Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
            "Government and Central Committee of the Vietnam Fatherland Front", date(2008, 4, 17))),
    Period(date(2007, 7, 1), _LAW_FROM),
    {ElectingBody.HOUSEHOLD_MEETING: Majority("VH-02", "hộ của xóm", "households of the hamlet")}, "VH-02", True,
    says("VH-12", "Báo Ủy ban nhân dân xã quyết định (mặc định chưa kiểm chứng).", "Report to the commune People's Committee, which decides (unverified default)."),
    says("VH-02", "Không ai đắc cử thì bầu lại trong 15 ngày.", "When nobody is elected, the election is held again within 15 days."),
    turnout=says("VH-02", "Hội nghị chỉ hợp lệ khi quá một nửa số cử tri hoặc cử tri đại diện hộ tham gia.",
                 "The meeting is valid only when more than half of the voters or household representatives take part."),
    articles=(
        says("VH-02", "Hội nghị hợp lệ khi quá một nửa số cử tri hoặc cử tri đại diện hộ tham gia; bầu bằng giơ tay hoặc bỏ phiếu.",
             "The meeting is valid with more than half of the voters or household representatives; it elects by hand or by ballot."),
        says("VH-02", "Đắc cử khi số phiếu hợp lệ quá một nửa tổng số cử tri hoặc cử tri đại diện hộ của cả xóm.",
             "Elected is who has valid votes of more than half of all voters or household representatives of the hamlet."),
        says("VH-02", "Không ai đắc cử thì bầu lại trong 15 ngày.", "When nobody is elected, the election is held again within 15 days."),
        says("VH-03", "Nhiệm kỳ 2,5 năm; từ Thông tư 09/2017/TT-BNV là 2,5 hoặc 5 năm, do tỉnh định.",
             "The term is 2.5 years; since Circular 09/2017/TT-BNV it is 2.5 or 5 years, as the province decides.")),
    settings=(_NOBODY, _TIE_SETTING, _KEPT, Setting("first_day", "2007-07-01", says(
        "V-03", "Ngày đầu có hiệu lực của Pháp lệnh; nghị quyết liên tịch về việc bầu có sau, năm 2008.",
        "The ordinance's first day in force; the joint resolution on these elections came later, in 2008."))))
"""In force until the law of 2022 ended the ordinance."""

LAW_2022 = Pack(
    "10/2022/QH15@2022-11-10", "Bầu trưởng xóm theo Luật 10/2022/QH15", "Hamlet heads under Law 10/2022/QH15",
    (Source("10/2022/QH15", *_ASSEMBLY, date(2022, 11, 10)), Source("59/2023/NĐ-CP", *_GOVERNMENT, date(2023, 8, 14))),
    Period(_LAW_FROM), {ElectingBody.HOUSEHOLD_MEETING: Majority("VH-09", "hộ của xóm", "households of the hamlet")}, "VH-08", True,
    says("VH-12", "Báo Ủy ban nhân dân xã quyết định (mặc định chưa kiểm chứng).", "Report to the commune People's Committee, which decides (unverified default)."),
    says("VH-12", "Không ai đắc cử thì Ủy ban nhân dân xã quyết định bầu lại.", "When nobody is elected, the commune People's Committee decides on a new election."),
    turnout=says("VH-09", "Cuộc họp có từ một nửa số hộ trở xuống thì không thể đạt; khi đó phát phiếu đến các hộ, ngưỡng như cũ.",
                 "A meeting with half or fewer of the households cannot succeed; then ballots go to the households, with the same threshold."),
    articles=(
        says("VH-04", "Mỗi hộ có một người đại diện bỏ phiếu, trong cuộc họp của cộng đồng dân cư.",
             "Each household votes by one representative, in the meeting of the community."),
        says("VH-06", "Tổ bầu cử do Trưởng ban công tác Mặt trận làm tổ trưởng; người ứng cử không ở trong tổ.",
             "The head of the Front work committee leads the election team; no candidate is in it."),
        says("VH-07", "Ban công tác Mặt trận thống nhất danh sách với chi ủy; các hộ có thể giới thiệu thêm trong cuộc họp; một người ứng cử cũng được (VH-05).",
             "The Front work committee agrees the list with the cell committee; households may nominate more in the meeting; one candidate is enough (VH-05)."),
        says("VH-08", "Cách bầu (giơ tay hoặc bỏ phiếu) và tổ kiểm phiếu 3 đến 5 người được quá một nửa số đại diện hộ có mặt tán thành; hai đại diện hộ chứng kiến.",
             "Method (by hand or ballot) and a counting team of 3 to 5 are adopted by more than half of the representatives present; two of them witness."),
        says("VH-09", "Đắc cử khi được quá một nửa tổng số hộ của xóm, kể cả hộ không dự họp.",
             "Elected is who has more than half of all households of the hamlet, those not at the meeting included."),
        says("VH-10", "Ủy ban nhân dân xã công nhận, cho bầu lại hoặc từ chối bằng văn bản trong 5 ngày làm việc; được công nhận rồi mới nhận việc.",
             "The commune People's Committee recognises, orders a new election or refuses in writing within 5 working days; the post begins with recognition.")),
    settings=(_NOBODY, _TIE_SETTING, _KEPT))
"""In force since 1 July 2023."""
