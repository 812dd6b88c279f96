"""The one typed configuration, read from ``KIENTOAN_*`` and the home directory.

A *home* is a directory with everything that belongs to one installation: the embedded database, the
secret key, additions to the holiday table. Nothing in it is an absolute path, so it can be moved.
"""

import hashlib
import json
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

HOME_FILE = "kientoan.json"
HOME_FORMAT = 1
PREFIX = "KIENTOAN_"


class ConfigError(Exception):
    """A configuration that cannot be used. Its text is a Vietnamese sentence for the operator."""


class HomeFile(BaseModel):
    """What an installation says of itself, in ``kientoan.json``."""

    format: Literal[1] = 1
    demo: bool = False
    database: str = Field("", description="Which database the home was made with: empty for SQLite, else a fingerprint of the address.")


class Config(BaseSettings):
    """Everything that an operator may set. Each field is the environment variable ``KIENTOAN_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

    home: Path | None = Field(None, description="Thư mục của bản cài đặt.")
    database: str = Field("", description="Địa chỉ PostgreSQL dạng postgresql://…; để trống thì dùng SQLite trong thư mục cài đặt.")
    secret_key: str = Field("", description="Khóa bí mật; để trống thì đọc tệp secret.key trong thư mục cài đặt.")
    hosts: str = Field("127.0.0.1,localhost,[::1]", description="Các tên máy được phép, cách nhau bằng dấu phẩy.")
    https: bool = Field(False, description="Đặt true khi phục vụ sau một cổng HTTPS.")
    online: bool = Field(True, description="Đặt false chỉ khi máy không nối mạng; phương án nhân sự mật chỉ lưu được trên máy như vậy.")
    task_rise_days: int = Field(7, ge=1, le=365, description="Việc quá hạn bao nhiêu ngày thì hiện lên cấp trên trực tiếp; chưa có quy định nào nêu số ngày này.")
    outreach_keep_days: int = Field(90, ge=1, le=3650, description="Kết quả đến từng hộ giữ bao nhiêu ngày sau khi vòng kết thúc, rồi chỉ còn số đếm; chưa có quy định nào nêu số ngày này.")
    opinion_words: str = Field("", description="Các cụm từ về thái độ, tín ngưỡng không được có trong câu hỏi của dân, thêm vào danh sách sẵn có, cách nhau bằng dấu chấm phẩy.")
    schooling_relaxed: bool = Field(False, description="Đặt true ở vùng núi, dân tộc thiểu số, hải đảo được nới trình độ học vấn khi kết nạp (NM-03); chưa kiểm chứng.")
    youth_age: int = Field(30, ge=18, le=60, description="Đến đủ bao nhiêu tuổi, tính theo tháng, thì Đoàn Thanh niên cơ sở giới thiệu được và tính là thanh niên (NM-06); chưa kiểm chứng.")
    badge_days: str = Field("3/2,19/5,2/9,7/11", pattern=r"^\s*\d{1,2}/\d{1,2}(\s*,\s*\d{1,2}/\d{1,2})*\s*$", description="Các ngày trong năm trao Huy hiệu Đảng, cách nhau bằng dấu phẩy; chưa kiểm chứng.")
    smtp_host: str = Field("", description="Máy chủ thư để gửi thông báo; để trống thì không gửi thư nào.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Cổng của máy chủ thư.")
    smtp_user: str = Field("", description="Tên đăng nhập máy chủ thư; để trống thì không đăng nhập.")
    smtp_password: str = Field("", description="Mật khẩu máy chủ thư.")
    smtp_security: Literal["starttls", "tls", "none"] = Field("starttls", description="Cách mã hóa đường tới máy chủ thư.")
    mail_from: str = Field("", description="Địa chỉ người gửi của thư thông báo, ví dụ kientoan@tinh.vn.")
    site: str = Field("", pattern=r"^(https?://[^\s/]+)?$", description="Địa chỉ trang web ghi trong thư, nguồn tin và dữ liệu mở, ví dụ https://kientoan.tinh.vn; để trống thì thư không có liên kết.")
    data_licence: Literal["cc-by-4.0", "cc0-1.0"] = Field("cc-by-4.0", description="Giấy phép của dữ liệu mở trên cổng công khai.")
    drive_question_days: int = Field(30, ge=1, le=365, description="Sau mỗi lần công bố sổ đóng góp, dân hỏi được trong bao nhiêu ngày (PD-04); chưa kiểm chứng cho việc hỏi.")
    proposal_days_commune: int = Field(15, ge=1, le=365, description="Cấp xã trả lời kiến nghị trong bao nhiêu ngày kể từ khi tiếp nhận (RT-04); chưa có quy định chung, chưa kiểm chứng.")
    proposal_days_district: int = Field(20, ge=1, le=365, description="Cấp huyện trả lời kiến nghị trong bao nhiêu ngày kể từ khi tiếp nhận (RT-04); chưa có quy định chung, chưa kiểm chứng.")
    proposal_days_province: int = Field(30, ge=1, le=365, description="Cấp tỉnh trả lời kiến nghị trong bao nhiêu ngày kể từ khi tiếp nhận (RT-04); chưa có quy định chung, chưa kiểm chứng.")
    cap_base: Literal["good", "good_or_better"] = Field("good", description="Trần 20 % xuất sắc tính trên số xếp loại tốt (good, theo chữ của hướng dẫn) hay số tốt và xuất sắc (good_or_better, chưa kiểm chứng) (EV-05).")
    contest_days: int = Field(30, ge=1, le=365, description="Trong bao nhiêu ngày kể từ ngày quyết định thì nhận ý kiến không đồng ý với mức xếp loại; chưa có quy định nào nêu số ngày này, chưa kiểm chứng.")
    calls_kept_days: int = Field(30, ge=1, le=365, description="Xóa tên, số điện thoại của người gọi đường dây nóng sau bao nhiêu ngày kể từ khi trả lời (PV-07); chưa có quy định nào nêu số ngày này.")
    request_days_correction: int = Field(10, ge=2, le=365, description="Thực hiện yêu cầu đính chính hồ sơ trong bao nhiêu ngày kể từ khi nhận (PV-06); chưa kiểm chứng.")
    request_days_copy: int = Field(10, ge=2, le=365, description="Cấp bản sao hồ sơ theo yêu cầu trong bao nhiêu ngày kể từ khi nhận (PV-06); chưa kiểm chứng.")
    request_days_restriction: int = Field(20, ge=2, le=365, description="Thực hiện yêu cầu hạn chế hoặc xóa hồ sơ trong bao nhiêu ngày kể từ khi nhận (PV-06, PV-09); chưa kiểm chứng.")
    plan_vacant_days: int = Field(90, ge=1, le=1825, description="Kế hoạch kiện toàn đề nghị làm xong chức danh khuyết trong bao nhiêu ngày; chưa có quy định nào nêu số ngày này, chưa kiểm chứng.")
    plan_before_days: int = Field(30, ge=0, le=1825, description="Kế hoạch kiện toàn đề nghị chuẩn bị xong nhân sự trước khi hết nhiệm kỳ bao nhiêu ngày; chưa kiểm chứng.")
    plan_gap_days: int = Field(365, ge=1, le=3650, description="Kế hoạch kiện toàn đề nghị bổ sung trình độ, kết nạp, quy hoạch trong bao nhiêu ngày; chưa kiểm chứng.")
    language: Literal["vi", "en"] = Field("vi", description="Ngôn ngữ của dòng lệnh và của trang khi người xem chưa chọn.")

    @classmethod
    def load(cls) -> Self:
        """The configuration in force.

        Raises:
            ConfigError: for an unknown name or an unusable value, naming it and the names there are.
        """
        return cls._read(frozenset(item for item in os.environ.items() if item[0].upper().startswith(PREFIX)))

    @classmethod
    @lru_cache(maxsize=4)
    def _read(cls, given: frozenset[tuple[str, str]]) -> Self:
        """``load``, once for what the environment says."""
        known = {PREFIX + name.upper() for name in cls.model_fields}
        if strange := sorted(name for name, _value in given if name.startswith(PREFIX) and name not in known):
            raise ConfigError(f"Không có thiết đặt {', '.join(strange)}. Các thiết đặt dùng được: {', '.join(sorted(known))}.")
        try:
            return cls()
        except ValidationError as error:
            faults = "; ".join(f"{PREFIX}{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
            raise ConfigError(f"Thiết đặt không dùng được: {faults}.") from error

    @property
    def home_file(self) -> HomeFile:
        """The home's own file; a fresh one while there is no home.

        Raises:
            ConfigError: when the file is there and cannot be read.
        """
        if self.home is None or not (self.home / HOME_FILE).exists():
            return HomeFile()
        try:
            return HomeFile.model_validate_json((self.home / HOME_FILE).read_bytes())
        except (OSError, ValidationError, ValueError) as error:
            raise ConfigError(f"Tệp {self.home / HOME_FILE} hỏng hoặc thuộc bản khác. Lấy lại tệp từ bản sao của thư mục.") from error

    @property
    def database_mark(self) -> str:
        """What ``HomeFile.database`` holds for the database in force."""
        return hashlib.sha256(self.database.encode()).hexdigest()[:16] if self.database else ""

    def check_home(self) -> None:
        """Make sure that the home and the database belong together.

        Raises:
            ConfigError: when a demonstration would be opened on another database, where its roles need no password,
                or an installation made on PostgreSQL would be opened on an empty SQLite file, or the other way round.
        """
        made_with = self.home_file.database
        if self.home_file.demo and made_with != self.database_mark:
            raise ConfigError("Thư mục này là bản minh họa của một cơ sở dữ liệu khác. Bỏ thiết đặt KIENTOAN_DATABASE, hoặc chọn thư mục khác.")
        if bool(made_with) != bool(self.database):
            engine = "PostgreSQL; đặt KIENTOAN_DATABASE" if made_with else "SQLite; bỏ thiết đặt KIENTOAN_DATABASE"
            raise ConfigError(f"Bản cài đặt này lập trên {engine} rồi gọi lại.")

    @property
    def key(self) -> str:
        """The secret key: as set, else the home's, else one that lives as long as the process."""
        if self.secret_key:
            return self.secret_key
        if self.home is not None and (self.home / "secret.key").exists():
            return (self.home / "secret.key").read_text().strip()
        return secrets.token_urlsafe(50)

    @property
    def youth_months(self) -> int:
        """``youth_age`` as ages are counted: by month."""
        return self.youth_age * 12

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server and a sender are set; without them no letter is queued and none is sent."""
        return bool(self.smtp_host and self.mail_from)

    @property
    def host_names(self) -> list[str]:
        """The names that requests may carry."""
        return [name.strip() for name in self.hosts.split(",") if name.strip()]


def write_home(home: Path, content: HomeFile) -> None:
    """Lay out a new home: its file and a secret key that only the owner reads.

    Parameters:
        home: the directory; made when missing.
        content: what the home file says.
    """
    home.mkdir(parents=True, exist_ok=True)
    key = home / "secret.key"
    if not key.exists():
        descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    part = home / f"{HOME_FILE}.part"
    part.write_text(json.dumps(content.model_dump(), indent=1) + "\n")
    part.replace(home / HOME_FILE)
