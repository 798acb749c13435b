"""The sign-ins of the demo: one person to try for each role."""

from dataclasses import dataclass

from survey_app.access.policy import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """A sign-in that the demo prints; never for a real installation."""

    username: str
    password: str
    display_name: str
    organisation: str
    role: Role
    unit_code: str | None = None


DEMO_ACCOUNTS = (
    DemoAccount(
        username="dieutravien",
        password="dieu-tra-2022",  # noqa: S106 -- printed on purpose, for a demo on this machine
        display_name="Điều tra viên 01 (mô phỏng)",
        organisation="Bưu điện tỉnh",
        role=Role.ENUMERATOR,
    ),
    DemoAccount(
        username="buudien",
        password="buu-dien-2022",  # noqa: S106 -- as above
        display_name="Quản lý điều tra (mô phỏng)",
        organisation="Bưu điện tỉnh",
        role=Role.FIELD_MANAGER,
    ),
    DemoAccount(
        username="giamsat",
        password="giam-sat-2022",  # noqa: S106 -- as above
        display_name="Giám sát viên (mô phỏng)",
        organisation="Hội Cựu chiến binh tỉnh",
        role=Role.SUPERVISOR,
    ),
    DemoAccount(
        username="sonoivu",
        password="so-noi-vu-2022",  # noqa: S106 -- as above
        display_name="Chuyên viên CCHC (mô phỏng)",
        organisation="Sở Nội vụ",
        role=Role.HOME_AFFAIRS,
    ),
    DemoAccount(
        username="donvi",
        password="don-vi-2022",  # noqa: S106 -- as above
        display_name="Sở Xây dựng (tài khoản mô phỏng)",
        organisation="Sở Xây dựng",
        role=Role.UNIT,
        unit_code="SXD",
    ),
    DemoAccount(
        username="quantri",
        password="quan-tri-2022",  # noqa: S106 -- as above
        display_name="Quản trị hệ thống (mô phỏng)",
        organisation="Sở Thông tin và Truyền thông",
        role=Role.ADMINISTRATOR,
    ),
)
OTHER_ENUMERATORS = 17
"""Simulated enumerators besides the one to try; they cannot sign in."""
