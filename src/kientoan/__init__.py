"""Kiện Toàn: what a Vietnamese province needs to keep its grassroots organisations at full strength."""

__version__ = "0.1.0"
