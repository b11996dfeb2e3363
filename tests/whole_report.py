"""A short report that holds every kind of mention, for tests of what becomes of a whole result."""

from __future__ import annotations

TEXT = """LIÊN ĐOÀN LAO ĐỘNG HUYỆN NẬM KHÊ
Số: 12/BC-LĐLĐ
Nậm Khê, ngày 05 tháng 7 năm 2024

BÁO CÁO
Kết quả công tác 6 tháng đầu năm 2024

I. KẾT QUẢ ĐẠT ĐƯỢC
Thực hiện điểm b khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư và
QĐ 217/218, công đoàn cơ sở (CĐCS) đã kết nạp 422 đoàn viên, vượt chỉ tiêu 400 đoàn viên; 5/7 xã đạt chuẩn,
tăng 12,5% so với cùng kỳ.
II. HẠN CHẾ
Còn 12 đơn vị chưa đạt; tỷ lệ 85 - 90%.
III. PHƯƠNG HƯỚNG
Phấn đấu đến hết nhiệm kỳ 2020-2025 kết nạp ít nhất 500 đảng viên, thu 1,2 tỷ đồng; từ năm 2018 đến nay xếp thứ 3/9.
TM. BAN THƯỜNG VỤ
Nguyễn Văn An
"""
