"""The National Assembly and People's Councils: law 85/2015 as it was, and as amended by law 83/2025 (NA-01 to NA-15)."""

from collections.abc import Mapping
from datetime import date

from kientoan.rules.election.pack import ElectingBody, Majority, Pack, Setting, Source, says
from kientoan.rules.periods import Period

_ASSEMBLY = ("Quốc hội", "National Assembly")
_AMENDED_FROM = date(2025, 7, 1)
_LAW = Source("85/2015/QH13", *_ASSEMBLY, date(2015, 6, 25))

MAJORITIES: Mapping[ElectingBody, Majority] = {ElectingBody.VALID_BALLOTS: Majority("NA-06", "phiếu hợp lệ", "valid ballots", of_valid=True)}
_TIE = says("NA-06", "Người nhiều tuổi hơn đắc cử; chưa biết đủ ngày sinh, hoặc sinh cùng ngày, thì chưa phân định.",
            "The older is elected; while the days of birth are not all known, or are the same, nothing is settled.")
_OPEN = says("NA-07", "Quốc hội: Hội đồng Bầu cử Quốc gia quyết định có bầu cử thêm hay không.",
             "National Assembly: the National Election Council decides whether an additional election is held.")
_TURNOUT = says("NA-05", "Phải có quá một nửa số cử tri trong danh sách đi bầu; nếu không, cơ quan có thẩm quyền quyết định bầu cử lại. Kết quả bầu cử lại thì không cần điều này.",
                "More than half of the registered voters must vote; otherwise the competent body decides on a re-election. The result of a re-election does not need it.")
_ARTICLES = (
    says("NA-01", "Phổ thông, bình đẳng, trực tiếp, bỏ phiếu kín; đủ 18 tuổi được bầu, đủ 21 tuổi được ứng cử; ngày bầu cử là Chủ nhật.",
         "Universal, equal, direct and secret; one votes at 18 and stands at 21; the day is a Sunday."),
    says("NA-02", "Mỗi đơn vị bầu không quá 3 đại biểu Quốc hội, không quá 5 đại biểu Hội đồng nhân dân; kết quả cộng theo đơn vị bầu cử.",
         "A unit elects at most 3 deputies of the National Assembly or 5 of a People's Council; results are summed by unit."),
    says("NA-03", "Số người ứng cử nhiều hơn số cần bầu: Quốc hội ít nhất 2; Hội đồng nhân dân ít nhất 1 (bầu 1 đến 2), 2 (bầu 3), 3 (bầu 4 đến 5).",
         "Candidates exceed seats: National Assembly by at least 2; People's Councils by at least 1 (1 or 2 seats), 2 (3 seats), 3 (4 or 5 seats)."),
    says("NA-04", "Phiếu không hợp lệ: không theo mẫu do tổ bầu cử phát, không có dấu của tổ, để nhiều hơn số cần bầu, gạch hết tên, ghi thêm tên hoặc nội dung khác.",
         "Invalid: not the form that the polling team issued, without its stamp, more chosen than seats, every name struck, names or other text added."),
    says("NA-05", "Phải có quá một nửa số cử tri trong danh sách của đơn vị đi bầu, nếu không thì có thể bầu cử lại.",
         "More than half of the unit's registered voters must vote, else there may be a re-election."),
    says("NA-06", "Đắc cử khi được quá một nửa số phiếu hợp lệ; nhiều người hơn số cần bầu thì lấy từ cao xuống; bằng phiếu thì người nhiều tuổi hơn.",
         "Elected is who has more than half of the valid ballots; when they are more than the seats, the highest; of equal votes, the older."),
    says("NA-07", "Thiếu đại biểu: Quốc hội do Hội đồng Bầu cử Quốc gia quyết định; Hội đồng nhân dân chỉ bầu cử thêm khi chưa được hai phần ba số cần bầu của đơn vị.",
         "Too few elected: for the National Assembly the National Election Council decides; a People's Council's unit votes again only below two thirds of its seats."),
    says("NA-11", "Phiếu giữ ít nhất 5 năm, giấy tờ khác ít nhất 10 năm.", "Ballots are kept for at least 5 years, other papers for 10."),
)
_MEETINGS = Setting("voters_meetings", "1186/2021/UBTVQH14", says("NA-13", "Hội nghị cử tri ở xóm trước bầu cử theo Nghị quyết 1186/2021/UBTVQH14, kể cả năm 2026.",
                                                                 "Voters' meetings in hamlets before an election follow Resolution 1186/2021/UBTVQH14, in 2026 too."))

LAW_2015 = Pack(
    "85/2015/QH13@2015-06-25", "Bầu cử đại biểu Quốc hội và Hội đồng nhân dân theo Luật 85/2015/QH13",
    "Elections to the National Assembly and People's Councils under Law 85/2015/QH13", (_LAW,), Period(date(2015, 9, 1), _AMENDED_FROM), MAJORITIES, "NA-04", False,
    _TIE, _OPEN, older_wins=True, turnout=_TURNOUT, added_below=(2, 3), kept_years=(5, 10),
    articles=(*_ARTICLES, says("NA-08", "Bầu cử thêm, bầu cử lại chậm nhất 15 ngày sau ngày đầu; công bố kết quả chậm nhất 20 ngày.",
                               "An additional or repeated election is within 15 days of the first; results are published within 20.")))
"""The elections of 2016 and 2021."""

LAW_2025 = Pack(
    "83/2025/QH15@2025-06-24", "Bầu cử đại biểu Quốc hội và Hội đồng nhân dân theo Luật 85/2015/QH13, sửa đổi bởi Luật 83/2025/QH15",
    "Elections to the National Assembly and People's Councils under Law 85/2015/QH13 as amended by Law 83/2025/QH15",
    (Source("83/2025/QH15", *_ASSEMBLY, date(2025, 6, 24)), _LAW), Period(_AMENDED_FROM), MAJORITIES, "NA-04", False, _TIE, _OPEN, older_wins=True,
    turnout=_TURNOUT, added_below=(2, 3), kept_years=(5, 10),
    articles=(*_ARTICLES, says("NA-08", "Bầu cử thêm, bầu cử lại chậm nhất 7 ngày sau ngày đầu; công bố kết quả chậm nhất 10 ngày.",
                               "An additional or repeated election is within 7 days of the first; results are published within 10.")),
    settings=(_MEETINGS,))
"""The election of 2026."""
