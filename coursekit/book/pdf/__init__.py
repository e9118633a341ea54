r"""지은 책을 PDF로 찍습니다: 장마다 하나, 그리고 모두를 이은 책 한 권."""

from coursekit.book.pdf.book import PrintedBook, print_book

__all__ = ["PrintedBook", "print_book"]
