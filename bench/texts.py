"""Texts in four languages, made of words with the weights that words have: few common ones, many rare ones."""

from __future__ import annotations

import random
from itertools import accumulate
from typing import Final

_COMMON: Final = {
    "en": """the to and of is it my in for not with this have on we was can you your please order account invoice printer
        password delivery payment error page button refund address change since yesterday still waiting message received wrong
        twice problem working login email update version customer number again today help question bicycle frame wheel brake""",
    "ru": """и в не на я что с по это мы заказ оплата ошибка пароль доставка счёт адрес вчера снова деньги возврат письмо
        страница кнопка работает помогите вопрос номер получил дважды неправильно сегодня обновление вход учётная запись""",
    "cs": """a se na je že to v prosím objednávka platba chyba heslo doručení faktura adresa včera znovu peníze vrácení zpráva
        stránka tlačítko nefunguje pomoc otázka číslo dostal dvakrát špatně dnes aktualizace přihlášení účet kolo rám brzda""",
    "zh": """的 了 我 们 在 是 不 有 请 订单 付款 错误 密码 快递 发票 地址
        昨天 再次 退款 邮件 页面 按钮 不能 使用 帮助 问题 号码 收到
        两次 今天 更新 登录 账户 自行车 车轮 打印机 包裹 客服 等待 修改""",
}


class Writer:
    """Writes like customers and agents do; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        rare = {
            "en": [f"item{number}" for number in range(4_000)],
            "ru": [f"товар{number}" for number in range(1_000)],
            "cs": [f"zboží{number}" for number in range(1_000)],
            "zh": [chr(0x4E00 + number) + chr(0x5200 + number * 7 % 4_000) for number in range(2_000)],
        }
        self._words = {language: [*common.split(), *rare[language]] for language, common in _COMMON.items()}
        self._weights = {
            language: list(accumulate(1.0 / (rank + 1) for rank in range(len(words))))
            for language, words in self._words.items()
        }

    def language(self) -> str:
        """One of the four; English most often."""
        return self._dice.choices(["en", "ru", "cs", "zh"], [5, 2, 1, 2])[0]

    def words(self, language: str, fewest: int, most: int) -> str:
        """So many words of a language."""
        count = self._dice.randint(fewest, most)
        chosen = self._dice.choices(self._words[language], cum_weights=self._weights[language], k=count)
        return ("" if language == "zh" else " ").join(chosen)

    def subject(self, language: str) -> str:
        """One line."""
        return self.words(language, 3, 9).capitalize()

    def body(self, language: str) -> str:
        """Some paragraphs of some sentences."""
        paragraphs = (
            ". ".join(self.words(language, 5, 16).capitalize() for _ in range(self._dice.randint(1, 4)))
            for _ in range(self._dice.randint(1, 3))
        )
        return ".\n\n".join(paragraphs) + "."
